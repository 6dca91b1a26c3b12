"""Who signs, who has signed and how, and who was asked before."""

from dataclasses import dataclass

from agreements import policy
from agreements.choices import Status
from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.dossier.lifecycle_view import LifecycleStep, lifecycle_steps
from agreements.dossier.signatories import SignatoryRow, signatory_rows
from agreements.drafting.clearance.presenters import panel_view
from agreements.drafting.clearance.view_models import ClearanceView
from agreements.models import Instrument
from agreements.policy import Verdict
from agreements.signing.ceremony.presenters import CeremonyView, ceremony_views
from agreements.signing.certificates.presenters import SignedFilesPanel, signed_files_panel


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningPage:
    lifecycle: tuple[LifecycleStep, ...]
    signatories: tuple[SignatoryRow, ...]
    files: SignedFilesPanel | None
    ceremonies: tuple[CeremonyView, ...]
    clearance: ClearanceView | None
    record: Verdict


def signing_page(subject: PageSubject, instrument: Instrument) -> SigningPage:
    user = subject.user
    return SigningPage(
        lifecycle=lifecycle_steps(Status(instrument.status)),
        signatories=signatory_rows(user, instrument),
        files=signed_files_panel(user, instrument),
        ceremonies=ceremony_views(instrument),
        clearance=panel_view(user, instrument, subject.as_of),
        record=policy.verdict(user, "record.edit", subject.agreement),
    )
