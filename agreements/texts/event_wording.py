"""What an event holds, in German words that fill the sentences of its row (`agreements.events`). Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from agreements.choices import (
    Addressee,
    ArchiveStep,
    ClearanceResult,
    EditionKind,
    LinkOccasion,
    Progress,
    ReportDecision,
    SealLevel,
    SignatureMethod,
)
from agreements.termination_choices import ExtensionChoice, RetractionCause, TerminationKind
from agreements.texts.signature_wording import method_words, signer_words
from agreements.texts.wording import inner_quotes

MOMENTS = {"stamped_at"}
QUOTED = {"after", "before", "heading", "remark", "text"}  # stand in „ “ in the sentences
CHOICES = {
    "addressee": Addressee,
    "edition": EditionKind,
    "level": SealLevel,
    "occasion": LinkOccasion,
    "decision": ReportDecision,
    "progress": Progress,
    "result": ClearanceResult,
    "step": ArchiveStep,
    "extension": ExtensionChoice,
    "termination": TerminationKind,
    "cause": RetractionCause,
}


class EventWords(dict[str, str]):
    """Words by the name of the fact; one that an older event does not have is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def event_words(data: Mapping[str, Any]) -> EventWords:
    """Return the facts of an event in words, and what follows from them."""
    words = EventWords({key: _word(key, value) for key, value in data.items()})
    confirmed = data.get("method") == SignatureMethod.CONFIRMATION
    words["signer"] = signer_words(words["signatory"], words.get("deputy", ""))
    words["act"], words["acted"] = (
        ("Bestätigung", "bestätigt") if confirmed else ("Unterschrift", "unterzeichnet")
    )
    ends = words.get("ends_on", "")
    words["effect"] = f"Der Vertrag endet am {ends}" if ends else "Der Vertrag läuft weiter"
    words["trial"] = " Das Siegel dient nur zum Ausprobieren." if data.get("is_test") else ""
    words["fingerprint_short"] = str(data.get("fingerprint", ""))[:12]
    words["file_short"] = str(data.get("file", ""))[:12]
    return words


def _is_day(key: str) -> bool:
    return key == "dated" or key.endswith("_on")


def _word(key: str, value: object) -> str:
    if key == "method" and value in SignatureMethod.values:
        return method_words(str(value))
    if key in CHOICES and value in CHOICES[key].values:
        return str(CHOICES[key](value).label)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if key in MOMENTS and isinstance(value, str) and (moment := parse_datetime(value)):
        return f"{timezone.localtime(moment):%d.%m.%Y %H:%M} Uhr"
    if key in QUOTED:
        return inner_quotes(str(value))
    day: date | None = parse_date(value) if _is_day(key) and isinstance(value, str) else None
    return f"{day:%d.%m.%Y}" if day else str(value)
