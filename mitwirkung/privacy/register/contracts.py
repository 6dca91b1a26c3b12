"""Contracts, who signs them, and what their history says."""

from mitwirkung.privacy.activity import Activity, DeclaredTable
from mitwirkung.privacy.register.bases import CONSENT, OFFICE_TASK

WITH_THE_CONTRACT = (
    "Mit dem Vertrag: {years} Jahre nach dessen Ende, dann wird er dem Landesarchiv angeboten (§ 5 ArchGB)."
)
READERS_OF_CONTRACTS = "Koordination und Administration; der eigene Bezirk ab der Abstimmung; die Geschäftsstelle, was unterzeichnet ist."

PARTIES = Activity(
    key="vertraege",
    title="Vertragsparteien und Unterzeichnende",
    plain="Name, Funktion, Abteilung, Grundlage und Dauer der Vertretung der Menschen, die unterzeichnen; bei gewählten Mitgliedern "
    "des Bezirksamts auch die Partei, die öffentlich bekannt ist. Wer für einen Vertrag zuständig ist.",
    purpose="Vertrag schreiben und abschließen; zeigen, wer für welche Seite handeln durfte.",
    basis=f"{OFFICE_TASK}; die Partei gewählter Mitglieder Art. 9 Abs. 2 Buchst. e DSGVO",
    subjects="Mitglieder der Bezirksämter, Vorstand des Vereins, weitere Unterzeichnende, zuständige Koordination",
    readers=f"{READERS_OF_CONTRACTS} Die öffentliche Seite „Dokument prüfen“ nennt keine Namen.",
    kept=WITH_THE_CONTRACT,
    tables=(
        DeclaredTable(
            model="agreements.Agreement",
            personal="coordinator",
            other="id district reference legal_form origin predecessor history_length history_head",
        ),
        DeclaredTable(
            model="agreements.Instrument",
            personal="note placeholders",
            other="id agreement number template made_elsewhere status frozen_version title subject file_reference begins_on "
            "begins_with_signing ends_on extension_months notice_months numbering lone_clauses_numbered revision",
        ),
        DeclaredTable(
            model="agreements.Clause",
            named="text",
            personal="text",
            other="id section key position locked optional choice revision",
        ),
        DeclaredTable(
            model="agreements.Amendment",
            personal="reason transition",
            other="id instrument base base_texts locked effect effect_on wording groups changes_term revision",
        ),
        DeclaredTable(
            model="agreements.Signatory",
            signatory="pk",
            personal="name function department authority authority_on authority_document office_begins_on office_ends_on "
            "political_party",
            other="id instrument key side order required revision",
        ),
        DeclaredTable(
            model="agreements.Party",
            named="represented_by",
            personal="line represented_by address",
            other="id instrument side position short revision",
        ),
        DeclaredTable(
            model="agreements.Association",
            named="contact",
            personal="contact recorded_at recorded_by",
            other="id name address telephone",
        ),
        DeclaredTable(
            model="agreements.Representative",
            named="name",
            personal="name function authority",
            other="id association",
        ),
        DeclaredTable(
            model="agreements.Version",
            bulk="content source placeholders",
            named="content",
            personal="content name note source placeholders made_at made_by",
            other="id instrument number fingerprint",
        ),
        DeclaredTable(
            model="agreements.Original",
            bulk="findings",
            personal="findings reason recorded_at recorded_by",
            other="id instrument file pages paper unknown",
        ),
        DeclaredTable(
            model="agreements.ArchiveRecord",
            personal="recorded_at recorded_by",
            other="id agreement step dated reference document",
        ),
        DeclaredTable(
            model="agreements.Resolution",
            personal="remark source",
            other="id agreement kind state dated number document source_url",
        ),
        DeclaredTable(
            model="agreements.Milestone",
            personal="title source",
            other="id agreement kind state office dated date_words source_url",
        ),
    ),
)

SIGNING = Activity(
    key="unterschriften",
    title="Unterschriften und Links zum Unterzeichnen",
    plain="Tag, Ort und Art jeder Unterschrift mit dem Scan oder der signierten Datei, Vertretungen und Ablehnungen mit ihren "
    "Gründen; die E-Mail-Adresse, an die ein Link ging, und wann er geöffnet wurde.",
    purpose="Beweisen, wer was wann unterzeichnet oder abgelehnt hat.",
    basis=OFFICE_TASK,
    subjects="Unterzeichnende, ihre Vertretungen, Koordination",
    readers=f"{READERS_OF_CONTRACTS} E-Mail-Adressen nur Koordination und Administration.",
    kept=f"{WITH_THE_CONTRACT} E-Mail-Adressen werden gelöscht, sobald die Administration die Person löscht.",
    tables=(
        DeclaredTable(
            model="agreements.SignatoryAddress",
            personal="signatory email reminds changed_at changed_by",
            other="id revision",
        ),
        DeclaredTable(
            model="agreements.SigningLink",
            personal="signatory address made_at made_by opened_at",
            other="id version fingerprint occasion nonce token_sha256 expires_at",
        ),
        DeclaredTable(
            model="agreements.LinkCode",
            signatory="link__signatory",
            personal="link asked_at wrong used_at",
            other="id nonce expires_at",
        ),
        DeclaredTable(
            model="agreements.Signature",
            personal="recorded_by link signatory method signed_on date_source source_note place scan proof delegation "
            "recorded_at reason",
            other="id version fingerprint corrects",
        ),
        DeclaredTable(
            model="agreements.Declining",
            personal="recorded_by link signatory declined_on reason recorded_at",
            other="id version fingerprint",
        ),
        DeclaredTable(
            model="agreements.Delegation",
            named="name",
            personal="signatory name function basis granted_on document recorded_at recorded_by",
            other="id version fingerprint",
        ),
        DeclaredTable(
            model="agreements.ProofCheck",
            bulk="verdict",
            signatory="link__signatory",
            named="verdict",
            personal="verdict checked_at checked_by link",
            other="id version file based_on accepted",
        ),
        DeclaredTable(model="agreements.SealRequest", personal="asked_at asked_by", other="id version"),
    ),
)

CEREMONIES = Activity(
    key="termine",
    title="Unterzeichnungstermine und Fotos",
    plain="Wer bei einem Unterzeichnungstermin dabei war, und Fotos davon, sobald alle Abgebildeten eingewilligt haben.",
    purpose="Den Abschluss des Vertrags festhalten und zeigen.",
    basis=f"Anwesende: {OFFICE_TASK}. Fotos: {CONSENT}",
    subjects="Anwesende und Abgebildete",
    readers=f"{READERS_OF_CONTRACTS} Ein Foto ohne Einwilligung aller sieht nur die Koordination.",
    kept="Ein Foto bis zum Widerruf oder Entfernen; erteilte Einwilligungen bleiben als Nachweis. Im Übrigen mit dem Vertrag.",
    tables=(
        DeclaredTable(
            model="agreements.SigningEvent",
            personal="source",
            other="id instrument held_on place source_url",
        ),
        DeclaredTable(
            model="agreements.Participant",
            named="name",
            personal="name function organisation",
            other="id signing_event",
        ),
        DeclaredTable(
            model="agreements.Photo",
            personal="file description added_at added_by",
            other="id signing_event nobody removed_at",
        ),
        DeclaredTable(
            model="agreements.Consent",
            named="person",
            personal="person given_on how withdrawn_on",
            other="id photo",
        ),
    ),
)

HISTORY = Activity(
    key="geschichte",
    title="Geschichte der Verträge",
    plain="Wer einen Vertrag bearbeitet, steht mit Namen und Zeitpunkt in dessen Geschichte. Sie lässt sich nicht ändern, damit "
    "nachvollziehbar bleibt, wie ein Vertrag entstanden ist.",
    purpose="Nachweisen, wer wann was getan hat; Veränderungen erkennen (Prüfkette).",
    basis=OFFICE_TASK,
    subjects="Alle, die an einem Vertrag arbeiten oder ihn unterzeichnen",
    readers="Koordination und Administration alles; der Bezirk ab der Abstimmung, ohne die Arbeit am Entwurf.",
    kept=f"{WITH_THE_CONTRACT} Der Name eines gelöschten Kontos wird darin durch „gelöschte Person“ mit seiner Nummer ersetzt; "
    "die Prüfkette bleibt gültig.",
    tables=(
        DeclaredTable(
            model="agreements.Event",
            account="actor_id",
            named="actor data",
            personal="at actor_id actor actor_salt actor_digest data",
            other="id agreement sequence kind previous_hash hash",
        ),
    ),
)
