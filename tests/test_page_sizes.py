"""No page of the model agreement is heavy: what repeats in its rows is sent once, and its text is on a page of its own."""

from collections.abc import Iterator

from django.urls import reverse

from tests.scenario import Scenario

LIGHT, MOST = 40_000, 120_000  # bytes


def model_pages(scenario: Scenario) -> Iterator[tuple[str, str, int]]:
    """Yield who opens which page of the model agreement, as a draft and signed, and how many bytes it may have."""
    draft, signed = scenario.draft, scenario.signed
    yield "coordinator", reverse("draft_edit", args=[draft.pk]), MOST
    yield "coordinator", draft.page_url("detail"), MOST
    for who in ("coordinator", "staff", "observer"):
        yield who, signed.page_url("detail"), LIGHT
        for page in ("text", "documents", "signing", "history"):
            yield who, signed.page_url(page), MOST
        yield who, f"{reverse('obligation_list')}?wer=alle", MOST
    for name in ("comparison", "version_list", "thread_list", "discrepancy_list"):
        yield "coordinator", reverse(name, args=[draft.pk]), MOST
    yield "coordinator", reverse("take_step", args=[draft.pk, "freeze"]), MOST
    yield "coordinator", reverse("release_detail", args=[signed.agreement_id]), MOST
    yield "coordinator", reverse("reading_text", args=[signed.agreement_id]), MOST


def test_no_page_of_the_model_agreement_is_heavy(scenario: Scenario) -> None:
    sizes = {
        (who, address): (len(scenario.browser(who).get(address).content), most)
        for who, address, most in model_pages(scenario)
    }
    assert {where: size for where, size in sizes.items() if size[0] > size[1]} == {}


def test_what_is_measured_is_the_whole_text(scenario: Scenario) -> None:
    for address in (reverse("draft_edit", args=[scenario.draft.pk]), scenario.signed.page_url("text")):
        page = scenario.browser("coordinator").get(address).content.decode()
        assert "Schlussbestimmungen" in page
        assert page.count('class="clause-text"') > 50
