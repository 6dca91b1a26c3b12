"""Tables in which nothing is about a person."""

from mitwirkung.privacy.activity import DeclaredTable

IMPERSONAL = (
    DeclaredTable(model="auth.Permission", other="id name content_type codename"),
    DeclaredTable(model="auth.Group_permissions", other="id group permission"),
    DeclaredTable(model="auth.Group", other="id name"),
    DeclaredTable(model="contenttypes.ContentType", other="id app_label model"),
    DeclaredTable(model="procrastinate.ProcrastinateWorker", other="id last_heartbeat"),
    DeclaredTable(
        model="procrastinate.ProcrastinateJob",
        other="id queue_name task_name priority lock args status scheduled_at attempts "
        "queueing_lock abort_requested worker",
    ),
    DeclaredTable(model="procrastinate.ProcrastinateEvent", other="id job type at"),
    DeclaredTable(
        model="procrastinate.ProcrastinatePeriodicDefer", other="id task_name defer_timestamp job periodic_id"
    ),
    DeclaredTable(
        model="socialaccount.SocialApp",
        other="id provider provider_id name client_id secret key settings",
    ),
    DeclaredTable(
        model="districts.District",
        other="id number key slug name authority town_hall street postcode city website",
    ),
    DeclaredTable(model="districts.Office", other="id district code name short_name kind portfolio"),
    DeclaredTable(model="districts.SecurityChain", other="id length head anchor_sequence anchor_hash"),
    DeclaredTable(model="districts.SocialSpace", other="id district key level name"),
    DeclaredTable(
        model="agreements.AgreementTemplate",
        other="id name purpose version published_on content fingerprint rules note",
    ),
    DeclaredTable(model="agreements.StoredFile", other="sha256 size media_type"),
    DeclaredTable(model="agreements.Heartbeat", other="id worker queue seen_at beat_at"),
    DeclaredTable(
        model="agreements.ServiceCheck", other="id service checked_at problem name told_at expires_at"
    ),
    DeclaredTable(model="mitwirkung.HealthReport", other="id day_on red sent_at"),
    DeclaredTable(model="agreements.RecurringJob", other="id task done_at tries tried_at problem"),
    DeclaredTable(model="agreements.ClearanceRequest", other="id round office office_name"),
    DeclaredTable(model="agreements.Section", other="id instrument key position kind heading inset revision"),
    DeclaredTable(model="agreements.Obligation", other="id agreement code"),
    DeclaredTable(
        model="agreements.ObligationTerms",
        other="id instrument obligation position change clause kind owed_by owed_by_sides "
        "title quantity unit sense shape due_on anchor anchor_code anchor_milestone "
        "offset_amount offset_unit offset_before period_months year first_year due_month "
        "due_day trigger survives evidence needs_resolution source_place source_page "
        "revision",
    ),
    DeclaredTable(
        model="agreements.ScheduleCache",
        other="agreement history_length shape computed_on expires_on summary",
    ),
    DeclaredTable(
        model="agreements.DueDay",
        other="id agreement topic obligation instrument key due_on once by_district by_coordination",
    ),
    DeclaredTable(model="agreements.Edition", other="id version kind file made_at corrections"),
    DeclaredTable(model="agreements.VirusCheck", other="id file checked_at scanner found"),
    DeclaredTable(model="agreements.ReminderRun", other="id day_on ran_at lines"),
    DeclaredTable(model="agreements.OriginalDay", other="id original kind dated latest source"),
    DeclaredTable(
        model="agreements.StaffRelease",
        other="id terms position office unit function share sense starts_after_months "
        "starts_on ends_on needs_resolution",
    ),
    DeclaredTable(model="agreements.IbsWork", other="id terms field_of_action phase"),
    DeclaredTable(model="agreements.IbsWorkSpace", other="id work social_space"),
    DeclaredTable(model="agreements.PovertySensitiveWork", other="id terms step subject target"),
    DeclaredTable(
        model="agreements.PlaceholderField", other="id instrument name label kind help position revision"
    ),
    DeclaredTable(
        model="agreements.Seal",
        other="id edition level level_note stamped_at time_source certificate certificate_sha256 is_test",
    ),
    DeclaredTable(model="agreements.SealAttempt", other="id version kind tried_at problem"),
    DeclaredTable(model="agreements.SealLease", other="id version kind holder expires_at"),
    DeclaredTable(
        model="agreements.SearchState", other="id agreement history_length expires_on rules surroundings"
    ),
    DeclaredTable(
        model="mitwirkung.BackupRun",
        other="id name target program begun_at ended_at files copied size encrypted problem",
    ),
    DeclaredTable(
        model="mitwirkung.RestoreProof",
        other="id name source program taken_at proved_at for_real rows files histories "
        "triggers editions problem",
    ),
)
