"""The pages of contracts signed elsewhere, for the sweep over all pages."""

from collections.abc import Iterator

from django.urls import reverse

from agreements.drafting.model_texts.queries import latest_templates
from tests.recording.recorded import corrected, duty, recorded, typed_keys
from tests.scenario import PNG, Scenario


def recorded_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages of contracts signed elsewhere: before, after, and of one whose record was corrected."""
    yield "coordinator", reverse("record_new")
    for who in ("coordinator", "staff"):
        for page in ("detail", "documents", "history"):
            yield who, reverse(f"agreement_{page}", args=[scenario.reported.pk])
    yield "coordinator", reverse("record_known", args=[scenario.reported.pk])
    contract = recorded(scenario.amira, place=scenario.place.number, doubts_confirmed=True)
    corrected(contract, scenario.amira, ends=None, legal_form=None, file=PNG, doubts_confirmed=True)
    for who in ("coordinator", "staff", "observer", "admin"):
        yield who, contract.page_url("detail")
        yield who, contract.page_url("documents")
    yield "coordinator", reverse("record_correct", args=[contract.pk])
    yield "coordinator", reverse("take_step", args=[contract.pk, "withdraw_record"])
    for template in latest_templates():
        yield "coordinator", reverse("recorded_obligations_pick", args=[contract.pk, template.pk])
    duty(contract, scenario.amira)
    yield "coordinator", reverse("recorded_obligations", args=[contract.pk])
    yield "coordinator", reverse("recorded_obligation_new", args=[contract.pk, "staff_release"])
    yield "coordinator", reverse("recorded_obligation_edit", args=[contract.pk, "O-01"])
    _, section, clause = typed_keys(contract, scenario.amira)
    for name in ("recorded_text", "recorded_text_import", "record_check"):
        yield "coordinator", reverse(name, args=[contract.pk])
    yield "coordinator", reverse("recorded_clause_edit", args=[contract.pk, clause])
    yield "coordinator", reverse("recorded_heading_edit", args=[contract.pk, section])
    for who in ("coordinator", "staff"):
        for page in ("detail", "text", "history"):
            yield who, contract.page_url(page)
