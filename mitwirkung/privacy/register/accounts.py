"""Accounts and what their holders receive."""

from mitwirkung.privacy.activity import Activity, DeclaredTable
from mitwirkung.privacy.register.bases import EMPLOYEES, OFFICE_TASK

ACCOUNTS = Activity(
    key="konten",
    title="Konten, Rollen und Anmeldung",
    plain="Benutzername, Name, E-Mail-Adresse und Telefonnummer am Arbeitsplatz, Rolle und Bezirk, das Passwort in nicht "
    "umkehrbarer Form, der Zeitpunkt der letzten Anmeldung, zweite Faktoren mit "
    "verschlüsselten Geheimnissen, mit welchem Browser und aus welchem Netz jemand angemeldet ist, unter welcher Kennung die eigene "
    "Stelle jemanden führt, wenn sich jemand über sie anmeldet, wann wer eingeladen wurde, "
    "wann eine Rolle zuletzt bestätigt wurde, wann wer geht und wer übernimmt, und was zwei aus der Administration zusammen "
    "beantragt und bestätigt haben.",
    purpose="Anmelden, Rechte nach Rolle und Bezirk geben, Zuständige nennen und erreichen.",
    basis=EMPLOYEES,
    subjects="Beschäftigte der Bezirksämter und des Vereins, die ein Konto haben",
    readers="Die Administration alles außer dem Passwort. Name und Telefonnummer am Arbeitsplatz, wer mit denselben Verträgen "
    "arbeitet.",
    kept="Bis die Administration das Konto löscht; zweite Faktoren, bis die Person sie entfernt. Sitzungen enden nach acht Stunden, ohne jemanden davor früher. Das Protokoll der Verwaltung bleibt, ohne "
    "den Namen.",
    tables=(
        DeclaredTable(
            model="districts.User",
            account="pk",
            personal="id username first_name last_name email office_phone password last_login date_joined is_active",
            other="is_superuser is_staff",
        ),
        DeclaredTable(
            model="districts.Membership", personal="user role district confirmed_at confirmed_by", other="id"
        ),
        DeclaredTable(
            model="districts.Invitation",
            personal="person address made_at made_by expires_at used_at revoked_at",
            other="id nonce token_sha256",
        ),
        DeclaredTable(
            model="districts.Departure",
            personal="person leaves_on successor decided_at decided_by done_at withdrawn_at",
            other="id",
        ),
        DeclaredTable(
            model="account.EmailAddress",
            title="Ob die E-Mail-Adresse bestätigt ist",
            personal="user email verified primary",
            other="id",
        ),
        DeclaredTable(
            model="mfa.Authenticator",
            title="Zweite Faktoren",
            personal="user type created_at last_used_at",
            other="id data",
        ),
        DeclaredTable(
            model="usersessions.UserSession",
            title="Wo jemand angemeldet ist",
            personal="user created_at last_seen_at ip user_agent data",
            other="id session_key",
        ),
        DeclaredTable(
            model="socialaccount.SocialAccount",
            title="Verknüpfung mit der Anmeldung der eigenen Stelle",
            personal="user provider uid last_login date_joined",
            other="id extra_data",
        ),
        DeclaredTable(
            model="socialaccount.SocialToken",
            account="account__user",
            title="Zugangsmarken (unbenutzt)",
            personal="account expires_at",
            other="id app token token_secret",
        ),
        DeclaredTable(
            model="account.EmailConfirmation",
            title="Bestätigungen (unbenutzt)",
            personal="email_address created sent",
            other="id key",
        ),
        DeclaredTable(
            model="districts.User_groups", title="Gruppen (unbenutzt)", personal="user", other="id group"
        ),
        DeclaredTable(
            model="districts.User_user_permissions",
            title="Einzelne Rechte (unbenutzt)",
            personal="user",
            other="id permission",
        ),
        DeclaredTable(model="sessions.Session", personal="session_key session_data", other="expire_date"),
        DeclaredTable(
            model="admin.LogEntry",
            named="object_repr change_message",
            personal="user action_time object_repr change_message",
            other="id content_type object_id action_flag",
        ),
        DeclaredTable(
            model="districts.FourEyesRequest",
            signatory="signatory",
            named="reason",
            personal="deed person signatory reason preview asked_at asked_by outcome decided_at decided_by",
            other="id expires_at done_at",
        ),
        DeclaredTable(
            model="districts.Erasure",
            account="erased_by",
            personal="erased_by",
            other="id kind number erased_at",
        ),
    ),
)

MESSAGES = Activity(
    key="nachrichten",
    title="E-Mails, Erinnerungen und Kalender",
    plain="Welche E-Mail wann an wen ging oder nicht ankam, woran jemand erinnert wurde, was jemand abbestellt hat, wer wen "
    "vertritt, und ob ein Kalender abonniert ist. Der Text der E-Mails wird nicht gespeichert.",
    purpose="Rechtzeitig erinnern, Zustellung nachweisen, Vertretung regeln.",
    basis=OFFICE_TASK,
    subjects="Menschen mit Konto; Unterzeichnende, die einen Link bekommen haben",
    readers="Jede Person, was sie selbst betrifft; Koordination und Administration das Versandprotokoll.",
    kept="Mit dem Vertrag, {years} Jahre nach dessen Ende. Was jemand eingestellt hat, bis zum Löschen des Kontos.",
    tables=(
        DeclaredTable(
            model="agreements.Mail",
            signatory="link__signatory code__link__signatory",
            personal="person account_letter link code digest queued_at tries tried_at problem asked_at sent_at dropped_at",
            other="id event",
        ),
        DeclaredTable(
            model="agreements.Bounce",
            account="mail__person",
            signatory="mail__link__signatory mail__code__link__signatory",
            personal="mail address status received_at",
            other="id",
        ),
        DeclaredTable(model="agreements.Digest", personal="person day_on", other="id"),
        DeclaredTable(
            model="agreements.Reminder",
            personal="person noted_at digest not_sent",
            other="id agreement topic obligation key due_on step",
        ),
        DeclaredTable(model="agreements.SwitchedOff", personal="person topic chosen_at", other="id"),
        DeclaredTable(model="agreements.Absence", personal="person substitute begins_on ends_on", other="id"),
        DeclaredTable(
            model="agreements.ReminderLeads", personal="changed_at changed_by", other="id agreement days"
        ),
        DeclaredTable(
            model="agreements.CalendarFeed", personal="person token_sha256 made_at fetched_on", other="id"
        ),
    ),
)
