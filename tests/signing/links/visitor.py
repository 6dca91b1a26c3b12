"""A signatory without an account, with mailbox and browser."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.choices import LegalForm, Side
from agreements.models import Agreement, Instrument, Signatory, SigningLink
from agreements.signing.links.invitations import send_link, set_address
from districts.models import User
from tests import factories
from tests.due import send_what_is_due
from tests.scenario import Scenario

ADDRESS = "rosa.rathaus@bezirk.example"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/zeichnen/[\w-]+/)")
CODE = re.compile(r"Ihr Code lautet: (\d{3}) (\d{3})")


def waiting(contract: Instrument) -> Signatory:
    """Return the signatory who has not signed yet."""
    return contract.signatories.get(side=Side.DISTRICT)


def addressed(contract: Instrument, by: User, email: str = ADDRESS, *, reminds: bool = False) -> None:
    """Set the address for links."""
    known = getattr(waiting(contract), "mail_address", None)
    set_address(
        contract,
        signatory_key=waiting(contract).key,
        email=email,
        reminds=reminds,
        revision=known.revision if known else 0,
        by=by,
        at=timezone.now(),
    )


def invited(contract: Instrument, by: User, at: datetime | None = None) -> SigningLink:
    addressed(contract, by)
    return send_link(contract, signatory_key=waiting(contract).key, by=by, at=at or timezone.now())


def simple_contract(scenario: Scenario) -> Instrument:
    """Freeze the draft as an agreement without formal requirements."""
    Agreement.objects.filter(pk=scenario.draft.agreement_id).update(legal_form=LegalForm.SIMPLE)
    scenario.draft.agreement.refresh_from_db()
    return factories.freeze_draft(scenario.draft, scenario.amira)


@dataclass
class Visitor:
    """The mailbox and browser of a signatory."""

    client: Client = field(default_factory=Client)

    def mailbox(self) -> list[str]:
        """Have everything sent that is due, and return what she got, the newest last."""
        send_what_is_due(at=timezone.now())
        return [str(one.body) for one in mail.outbox if one.to[0].endswith("@bezirk.example")]

    def link(self) -> str:
        """Return the address in the newest e-mail that has one."""
        found = [match[1] for text in self.mailbox() if (match := LINK.search(text))]
        return found[-1]

    def code(self) -> str:
        """Return the newest code."""
        found = [match[1] + match[2] for text in self.mailbox() if (match := CODE.search(text))]
        return found[-1]

    def arrive(self) -> str:
        """Open the newest link, ask for the code and enter it; return where she is then."""
        start = self.link()
        assert self.client.post(start).headers["Location"] == f"{start}code/"
        reply = self.client.post(f"{start}code/", {"code": self.code()})
        assert reply.status_code == 302, reply.content.decode()
        return str(reply.headers["Location"])

    def page(self, name: str, link: SigningLink, *parts: str) -> str:
        """Return one of the pages behind the code."""
        return reverse(name, args=[link.pk, *parts])
