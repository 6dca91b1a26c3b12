"""The data of the demo itself: what was signed elsewhere is taken over, one contract is written and signed here."""

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from agreements import history
from agreements.choices import Origin, Status
from agreements.models import Agreement
from agreements.recording.queries import key_data_of
from agreements.tracking.queries.obligations import all_occurrences, newest_terms
from agreements.tracking.status import TrackedState
from mitwirkung.demo import create_demo
from tests.rendering.printed import page_texts

TODAY = date(2026, 11, 30)


@pytest.mark.django_db
def test_the_demo(tmp_path: Path) -> None:
    with override_settings(VAR_DIR=tmp_path, FILES_ROOT=tmp_path / "files"):
        result = create_demo(lambda _: None)
    _six_are_taken_over()
    _pankow_keeps_what_was_due()
    _one_is_written_and_signed_here()
    texts = [" ".join(page_texts(path.read_bytes())) for path in result.pdfs.values()]
    assert ["Nacherfassung – nicht das Original" in text for text in texts] == [True, False]
    assert "Dies ist der frei erfundene Mustertext" in texts[0]
    assert ["noch nicht gegengelesen" in text for text in texts] == [True, False]
    assert ["Lesefassung" in text for text in texts] == [False, True]
    for agreement in Agreement.objects.exclude(district=None):
        assert history.verify(agreement) == []


def _six_are_taken_over() -> None:
    recorded = Agreement.objects.filter(origin=Origin.RECORDED).order_by("reference")
    contracts = {row.reference: row.instruments.get(number=0) for row in recorded}
    signed = {reference: key_data_of(contract).signed.words for reference, contract in contracts.items()}
    assert signed == {
        "MW-01-01": "spätestens am 27.11.2023",
        "MW-02-01": "spätestens am 03.05.2024",
        "MW-03-01": "03.07.2023",
        "MW-04-01": "28.11.2023",
        "MW-08-01": "08.04.2024",
        "MW-11-01": "08.11.2023",
    }
    [who] = key_data_of(contracts["MW-03-01"]).signatories
    assert (who.name, who.political_party) == ("Rona Tietje", "SPD")


def _pankow_keeps_what_was_due() -> None:
    terms = newest_terms().filter(instrument__agreement__reference="MW-03-01")
    assert terms.count() == 30
    states = {(one.code, one.key): one.status.state for one in all_occurrences(terms, TODAY)}
    assert TrackedState.BEFORE not in states.values(), "it was taken over before it was in force"
    overdue = {code for (code, _), state in states.items() if state == TrackedState.OVERDUE}
    assert overdue == {"O-07", "O-08", "O-18", "O-27"}


def _one_is_written_and_signed_here() -> None:
    contract = Agreement.objects.get(reference="MW-10-01").instruments.get()
    assert (contract.status, contract.made_elsewhere) == (Status.SIGNED, False)
