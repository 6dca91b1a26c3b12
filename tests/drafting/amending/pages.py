"""The pages of amendments, and what fills their addresses."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from agreements.choices import Status
from agreements.dossier.agreement_pages.head import PageName
from agreements.drafting.amending.actions import begin_amendment
from agreements.models import Instrument
from tests import factories
from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.scenario import Scenario


def amendment_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield every page of an amendment, and the text with it, with somebody who may open it."""
    contract, by = scenario.signed, scenario.amira
    yield "coordinator", reverse("amendment_new", args=[contract.agreement_id])
    made = begin(contract, by=by, at=factories.SIGNED_AT)
    reword(made, "0,75", "1,0", by=by, at=factories.SIGNED_AT)
    for page in PageName:
        yield "coordinator", made.page_url(page)
    yield "coordinator", reverse("amendment_effect", args=[made.pk])
    yield "coordinator", reverse("instruction_list", args=[made.pk])
    yield "coordinator", reverse("draft_edit", args=[made.pk])
    other = begin(contract, by=by, at=factories.SIGNED_AT)
    reword(other, "0,75", "0,9", by=by, at=factories.SIGNED_AT)
    yield "coordinator", reverse("amendment_detail", args=[contract.agreement_id, other.number])
    frozen = freeze_amendment(made, by=by, at=factories.SIGNED_AT)
    sign_amendment(frozen, by=by, at=factories.SIGNED_AT)
    for page in (PageName.FIRST, PageName.DOCUMENTS, PageName.SIGNING, PageName.HISTORY):
        yield "observer", frozen.page_url(page)
    yield "coordinator", reverse("amendment_detail", args=[contract.agreement_id, other.number])
    yield "coordinator", reverse("draft_rebase", args=[other.pk])
    for who in ("coordinator", "observer"):
        yield who, reverse("reading_text", args=[contract.agreement_id])
    yield "staff", f"{reverse('reading_text', args=[contract.agreement_id])}?tag=01.01.2000"
    yield "staff", reverse("reading_text", args=[scenario.reported.pk])


def draft_amendment(scenario: Scenario, of: str) -> Instrument:
    """Return the draft of an amendment of a contract."""
    agreement = scenario.contracts[Status(of)].agreement
    begun = agreement.instruments.filter(number=1).first()
    return begun or begin_amendment(agreement, by=scenario.amira, at=factories.SIGNED_AT)


AMENDMENTS: dict[str, Callable[[Scenario, str], list[Any]]] = {
    **dict.fromkeys(
        (f"amendment_{page}" for page in PageName),
        lambda scenario, of: [draft_amendment(scenario, of).agreement_id, 1],
    ),
    "amendment_effect": lambda scenario, of: [draft_amendment(scenario, of).pk],
    "draft_rebase": lambda scenario, of: [draft_amendment(scenario, of).pk],
    "instruction_list": lambda scenario, of: [draft_amendment(scenario, of).pk],
}
