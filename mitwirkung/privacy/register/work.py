"""Writing a contract together, and keeping it."""

from mitwirkung.privacy.activity import Activity, DeclaredTable
from mitwirkung.privacy.register.bases import EMPLOYEES, OFFICE_TASK
from mitwirkung.privacy.register.contracts import READERS_OF_CONTRACTS, WITH_THE_CONTRACT

DRAFTING = Activity(
    key="entwurf",
    title="Gemeinsam am Entwurf schreiben",
    plain="Anmerkungen, Vorschläge und Erwähnungen, Mitzeichnungen der Ämter, Begründungen von Abweichungen, und wer gerade einen "
    "Text offen hat (zu sehen für eine Minute).",
    purpose="Den Text abstimmen; nachlesen, worauf er beruht.",
    basis=EMPLOYEES,
    subjects="Beschäftigte der Bezirksämter und des Vereins",
    readers="Wer mitschreibt: die Koordination, ab der Abstimmung der Bezirk. Anmerkungen nur für die Koordination liest der "
    "Bezirk nicht.",
    kept=f"{WITH_THE_CONTRACT} Wer einen Text offen hatte, wird nach einer Minute nicht mehr gezeigt und nach einem Tag beim "
    "nächsten Öffnen eines Entwurfs gelöscht.",
    tables=(
        DeclaredTable(
            model="agreements.Thread",
            personal="quote opened_at opened_by resolved_at resolved_by",
            other="id instrument key clause_key obligation addressee",
        ),
        DeclaredTable(
            model="agreements.Comment", named="text", personal="text made_at made_by", other="id thread"
        ),
        DeclaredTable(model="agreements.Mention", personal="person seen_at", other="id comment"),
        DeclaredTable(
            model="agreements.Suggestion",
            personal="text made_at made_by decision reason decided_at decided_by",
            other="id thread base",
        ),
        DeclaredTable(
            model="agreements.ClearanceRound",
            personal="note opened_at opened_by",
            other="id instrument number version due_on closed_at",
        ),
        DeclaredTable(
            model="agreements.Clearance",
            named="answered_by remark",
            personal="remark answered_by recorded_at recorded_by",
            other="id request result",
        ),
        DeclaredTable(
            model="agreements.Deviation",
            personal="reason recorded_at recorded_by",
            other="id instrument clause_key model_text",
        ),
        DeclaredTable(
            model="agreements.ConfirmedDiscrepancy",
            personal="reason confirmed_at confirmed_by",
            other="id instrument identity place sentence",
        ),
        DeclaredTable(
            model="agreements.FreezeRequest",
            personal="asked_at asked_by",
            other="id instrument fingerprint confirmed tries tried_at problem ended_at refusal",
        ),
        DeclaredTable(
            model="agreements.Presence",
            personal="person window clause_key seen_at",
            other="id instrument",
        ),
        DeclaredTable(
            model="agreements.TranscriptText",
            personal="typed_at typed_by",
            other="id instrument digest",
        ),
        DeclaredTable(
            model="agreements.PageCheck", personal="checked_at checked_by", other="id text file page"
        ),
    ),
)

TRACKING = Activity(
    key="einhaltung",
    title="Pflichten einhalten und melden",
    plain="Wer wann welchen Stand einer Pflicht gemeldet oder beantwortet hat, mit Bemerkungen und Nachweisen; Kündigungen und "
    "Entscheidungen über die Verlängerung. Freistellungen stehen nach Stelle und Stellenanteil da, nie nach Person oder Stunden.",
    purpose="Wissen, was erfüllt ist; Fristen halten.",
    basis=EMPLOYEES,
    subjects="Beschäftigte der Bezirksämter und des Vereins; wer in einem Nachweis vorkommt",
    readers=READERS_OF_CONTRACTS,
    kept=WITH_THE_CONTRACT + " Eingelesene Tabellen dreißig Tage.",
    tables=(
        DeclaredTable(
            model="agreements.Report",
            personal="remark reported_at reported_by",
            other="id obligation terms key starts_on due_on occasion number side progress amount done_on",
        ),
        DeclaredTable(
            model="agreements.ReportAnswer",
            personal="remark answered_at answered_by",
            other="id number decision report side",
        ),
        DeclaredTable(
            model="agreements.Occasion",
            personal="note reported_at reported_by",
            other="id obligation happened_on",
        ),
        DeclaredTable(
            model="agreements.Evidence",
            personal="title file url reference note added_at added_by",
            other="id report number version kind pages starts_on ends_on last_valid_on",
        ),
        DeclaredTable(
            model="agreements.ReleaseReport",
            personal="reported_at reported_by",
            other="id agreement quarter_on number size",
        ),
        DeclaredTable(
            model="agreements.ReleaseLine",
            personal="substitute remark",
            other="id report post filled vacated_on last_vacant_on substitute_share",
        ),
        DeclaredTable(
            model="agreements.ReleaseAnswer",
            personal="remark answered_at answered_by",
            other="id number decision report",
        ),
        DeclaredTable(
            model="agreements.TerminationNotice",
            personal="reason note document recorded_at recorded_by",
            other="id agreement side kind form written_on received_on claimed_on ends_on",
        ),
        DeclaredTable(
            model="agreements.NoticeRetraction",
            personal="reason document recorded_at recorded_by",
            other="id notice cause dated",
        ),
        DeclaredTable(
            model="agreements.ExtensionDecision",
            named="decided_by",
            personal="decided_by reason recorded_at recorded_by",
            other="id agreement ends_on choice decided_on",
        ),
        DeclaredTable(
            model="agreements.TableImport",
            bulk="report",
            personal="file file_name scans uploaded_at uploaded_by report",
            other="id kind row_count checked_at confirmed_at ended_at refusal tries tried_at problem",
        ),
    ),
)

SEARCH = Activity(
    key="finden",
    title="Volltextsuche",
    plain="Die Suche hält bereit, was auf den Seiten der Verträge steht; wonach jemand sucht, wird nicht gespeichert.",
    purpose="Verträge, Stellen und Zuständige finden.",
    basis=OFFICE_TASK,
    subjects="Alle, die in einem Vertrag genannt sind oder ein Konto haben",
    readers="Jede Person findet nur, was sie auch sonst sieht.",
    kept="So lange wie das, was gefunden wird; nach jeder Änderung wird neu geschrieben.",
    tables=(
        DeclaredTable(
            model="agreements.SearchRow",
            account="membership__user",
            named="title body",
            personal="membership title body vector",
            other="id kind agreement instrument template key current passage",
        ),
        DeclaredTable(model="agreements.SearchWord", personal="word stem", other="frequency"),
    ),
)
