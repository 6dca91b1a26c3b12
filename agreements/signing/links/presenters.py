"""What the pages about links show: to the visitor the text and her ways to sign, to the coordinator who was written to when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from agreements.choices import LinkOccasion, Side, SignatureMethod
from agreements.link_state import has_declined
from agreements.models import Declining, Instrument, Mail, Signatory, SignatoryAddress, Signature, SigningLink
from agreements.rendering.document_view import DocumentView
from agreements.rendering.frozen_html import frozen_view
from agreements.signing.certificates.actions import accepted_checks
from agreements.signing.links.confirmation import may_confirm
from agreements.signing.links.invitations import COOL_DOWN
from agreements.signing.links.signing_order import names, waited_for
from agreements.signing.methods import SATISFIES
from agreements.texts.signature_wording import method_words


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorView:
    """What the holder of a link reads, and what she can do."""

    link: SigningLink
    document: DocumentView
    confirms: bool
    certificate: bool
    methods: tuple[str, ...]
    signed_already: int
    declined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedRow:
    """A signatory as the coordinator sees her: where links go, what was sent when, and what came of it."""

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
        """Whether nothing is to be sent any more."""
        return self.signature is not None or self.declining is not None


def visitor_view(link: SigningLink) -> VisitorView:
    """Return what the holder of a living link sees."""
    content = link.version.read()
    side = Side(link.signatory.side)
    allowed = SATISFIES[content.legal_form][side]
    return VisitorView(
        link=link,
        document=frozen_view(content),
        confirms=not may_confirm(link.version, side),
        certificate=bool(allowed & {SignatureMethod.QUALIFIED, SignatureMethod.ADVANCED}),
        methods=tuple(method_words(method) for method in SignatureMethod if method in allowed),
        signed_already=len(accepted_checks(link.version)),
        declined=has_declined(link),
    )


def invited_rows(instrument: Instrument) -> list[InvitedRow]:
    """Return every signatory with what was sent to her for the version that is out. A fixed number of queries."""
    version = instrument.frozen_version_id
    links = SigningLink.objects.filter(version=version).order_by("made_at", "pk").prefetch_related("mails")
    people = instrument.signatories.select_related("mail_address").prefetch_related(
        Prefetch("links", links, to_attr="sent"),
        Prefetch("signatures", Signature.objects.filter(version=version), to_attr="signed"),
        Prefetch("declinings", Declining.objects.filter(version=version), to_attr="declined"),
    )
    everybody = list(people)
    signed = [person.pk for person in everybody if person.signed]
    return [_row(person, names(waited_for(person, everybody, signed))) for person in everybody]


def _row(person: Signatory, waits_for: str) -> InvitedRow:
    address: SignatoryAddress | None = getattr(person, "mail_address", None)
    sent: list[SigningLink] = person.sent  # type: ignore[attr-defined]  # prefetched
    here = [link for link in sent if address and link.address == address.email]
    last = here[-1] if here else None
    opened = [link.opened_at for link in here if link.opened_at]
    return InvitedRow(
        person=person,
        address=address,
        last=last,
        mail=next(iter(last.mails.all()), None) if last else None,
        reminded=sum(link.occasion == LinkOccasion.REMINDED for link in here),
        opened_at=min(opened, default=None),
        signature=next(iter(person.signed), None),  # type: ignore[attr-defined]  # prefetched
        declining=next(iter(person.declined), None),  # type: ignore[attr-defined]  # prefetched
        again_at=last.made_at + COOL_DOWN if last else None,
        waits_for=waits_for,
    )
