"""View models of the visitor page and of the list of invitations."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from agreements.choices import LinkOccasion, Side, SignatureMethod
from agreements.link_state import has_declined
from agreements.models import Declining, Instrument, Mail, Signatory, SignatoryAddress, Signature, SigningLink
from agreements.rendering.document_view import DocumentView
from agreements.rendering.frozen_html import frozen_view
from agreements.signing.certificates.actions import accepted_checks
from agreements.signing.links.confirmation import confirmation_shortfall
from agreements.signing.links.invitations import COOL_DOWN
from agreements.signing.links.signing_order import joined_names, unsigned_before
from agreements.signing.methods import satisfying
from agreements.texts.signature_wording import method_words


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorView:
    link: SigningLink
    document: DocumentView
    confirms: bool
    certificate: bool
    methods: tuple[str, ...]
    signed_already: int
    declined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedRow:
    """A signatory with address, last link and result."""

    person: Signatory
    address: SignatoryAddress | None
    last: SigningLink | None
    mail: Mail | None
    reminded: int
    opened_at: datetime | None
    signature: Signature | None
    declining: Declining | None
    again_at: datetime | None
    waits_for: str

    @property
    def is_done(self) -> bool:
        return self.signature is not None or self.declining is not None


def visitor_view(link: SigningLink) -> VisitorView:
    content = link.version.read()
    side = Side(link.signatory.side)
    allowed = satisfying(side, content.legal_form)
    return VisitorView(
        link=link,
        document=frozen_view(content),
        confirms=not confirmation_shortfall(link.version, side),
        certificate=bool(allowed & {SignatureMethod.QUALIFIED, SignatureMethod.ADVANCED}),
        methods=tuple(method_words(method) for method in SignatureMethod if method in allowed),
        signed_already=len(accepted_checks(link.version)),
        declined=has_declined(link),
    )


def invited_rows(instrument: Instrument) -> list[InvitedRow]:
    """Return all signatories with their links to the frozen version. A fixed number of queries."""
    version = instrument.frozen_version_id
    links = SigningLink.objects.filter(version=version).order_by("made_at", "pk").prefetch_related("mails")
    rows = instrument.signatories.select_related("mail_address").prefetch_related(
        Prefetch("links", links, to_attr="sent"),
        Prefetch("signatures", Signature.objects.filter(version=version), to_attr="signed"),
        Prefetch("declinings", Declining.objects.filter(version=version), to_attr="declined"),
    )
    people = list(rows)
    signed = [person.pk for person in people if person.signed]
    return [_row(person, joined_names(unsigned_before(person, people, signed))) for person in people]


def _row(person: Signatory, waits_for: str) -> InvitedRow:
    address: SignatoryAddress | None = getattr(person, "mail_address", None)
    sent: list[SigningLink] = person.sent  # type: ignore[attr-defined]  # prefetched
    links = [link for link in sent if address and link.address == address.email]
    last = links[-1] if links else None
    opened = [link.opened_at for link in links if link.opened_at]
    return InvitedRow(
        person=person,
        address=address,
        last=last,
        mail=next(iter(last.mails.all()), None) if last else None,
        reminded=sum(link.occasion == LinkOccasion.REMINDED for link in links),
        opened_at=min(opened, default=None),
        signature=next(iter(person.signed), None),  # type: ignore[attr-defined]  # prefetched
        declining=next(iter(person.declined), None),  # type: ignore[attr-defined]  # prefetched
        again_at=last.made_at + COOL_DOWN if last else None,
        waits_for=waits_for,
    )
