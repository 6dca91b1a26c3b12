from agreements.models.agreement import Agreement
from agreements.models.amendment import Amendment
from agreements.models.archive import ArchiveRecord
from agreements.models.association import Association, Representative
from agreements.models.background import BackgroundJob, Heartbeat, RecurringJob
from agreements.models.calendar_feed import CalendarFeed
from agreements.models.ceremony import Participant, SigningEvent
from agreements.models.clearance import Clearance, ClearanceRequest, ClearanceRound
from agreements.models.comment import Comment, Mention, Suggestion, Thread
from agreements.models.declining import Declining
from agreements.models.delegation import Delegation
from agreements.models.deviation import Deviation
from agreements.models.discrepancy import ConfirmedDiscrepancy
from agreements.models.due_day import DueDay, ScheduleCache
from agreements.models.edition import Edition
from agreements.models.event import Event
from agreements.models.evidence import Evidence, VirusCheck
from agreements.models.extension import ExtensionDecision
from agreements.models.freezing import FreezeRequest
from agreements.models.instrument import Instrument
from agreements.models.link import LinkCode, SignatoryAddress, SigningLink
from agreements.models.mail import Mail
from agreements.models.milestone import Milestone
from agreements.models.obligation import Obligation, ObligationTerms
from agreements.models.occasion import Occasion
from agreements.models.original import Original, OriginalDay
from agreements.models.particulars import IbsWork, IbsWorkSpace, PovertySensitiveWork, StaffRelease
from agreements.models.party import Party
from agreements.models.photo import Consent, Photo
from agreements.models.placeholder import PlaceholderField
from agreements.models.presence import Presence
from agreements.models.proof import ProofCheck
from agreements.models.release import ReleaseAnswer, ReleaseLine, ReleaseReport
from agreements.models.reminder import (
    Absence,
    Bounce,
    Digest,
    Reminder,
    ReminderLeads,
    ReminderRun,
    SwitchedOff,
)
from agreements.models.report import Report, ReportAnswer
from agreements.models.resolution import Resolution
from agreements.models.seal import Seal, SealAttempt, SealLease, SealRequest
from agreements.models.search import SearchRow, SearchState, SearchWord
from agreements.models.service_check import ServiceCheck
from agreements.models.signatory import Signatory
from agreements.models.signature import Signature
from agreements.models.stored_file import StoredFile
from agreements.models.table_import import TableImport
from agreements.models.template import AgreementTemplate
from agreements.models.termination import NoticeRetraction, TerminationNotice
from agreements.models.text import Clause, Section
from agreements.models.transcript_text import PageCheck, TranscriptText
from agreements.models.version import Version

__all__ = [
    "Absence",
    "Agreement",
    "AgreementTemplate",
    "Amendment",
    "ArchiveRecord",
    "Association",
    "BackgroundJob",
    "Bounce",
    "CalendarFeed",
    "Clause",
    "Clearance",
    "ClearanceRequest",
    "ClearanceRound",
    "Comment",
    "ConfirmedDiscrepancy",
    "Consent",
    "Declining",
    "Delegation",
    "Deviation",
    "Digest",
    "DueDay",
    "Edition",
    "Event",
    "Evidence",
    "ExtensionDecision",
    "FreezeRequest",
    "Heartbeat",
    "IbsWork",
    "IbsWorkSpace",
    "Instrument",
    "LinkCode",
    "Mail",
    "Mention",
    "Milestone",
    "NoticeRetraction",
    "Obligation",
    "ObligationTerms",
    "Occasion",
    "Original",
    "OriginalDay",
    "PageCheck",
    "Participant",
    "Party",
    "Photo",
    "PlaceholderField",
    "PovertySensitiveWork",
    "Presence",
    "ProofCheck",
    "RecurringJob",
    "ReleaseAnswer",
    "ReleaseLine",
    "ReleaseReport",
    "Reminder",
    "ReminderLeads",
    "ReminderRun",
    "Report",
    "ReportAnswer",
    "Representative",
    "Resolution",
    "ScheduleCache",
    "Seal",
    "SealAttempt",
    "SealLease",
    "SealRequest",
    "SearchRow",
    "SearchState",
    "SearchWord",
    "Section",
    "ServiceCheck",
    "Signatory",
    "SignatoryAddress",
    "Signature",
    "SigningEvent",
    "SigningLink",
    "StaffRelease",
    "StoredFile",
    "Suggestion",
    "SwitchedOff",
    "TableImport",
    "TerminationNotice",
    "Thread",
    "TranscriptText",
    "Version",
    "VirusCheck",
]
