"""The term that the words of a pasted text suggest; a person sees it in the form. Pure."""

import re
from datetime import date

from agreements.calendar_months import MONTHS
from agreements.content import Term
from agreements.drafting.importing.structure import RecognisedText

DAY = rf"(?P<{{name}}>\d{{{{1,2}}}}\. ?(?:\d{{{{1,2}}}}\.|{'|'.join(MONTHS)}) ?\d{{{{4}}}})"
BEGIN, END = DAY.format(name="begin"), DAY.format(name="end")
SUBJECT = re.compile(r"(?:Vertrag|Vereinbarung|Absprache|Kooperation|Laufzeit|\bSie\b|\bEr\b)")
SIGNED = re.compile(
    r"\b(?:tritt|beginnt|gilt|läuft)\b[^.;]{0,40}?\b(?:mit|ab)\b[^.;]{0,30}?\b(?:Unterzeichnung|Unterschrift)"
)
FROM_TO = re.compile(rf"\bvom {BEGIN} bis (?:zum |einschließlich )?{END}")
FROM = re.compile(
    rf"\b(?:tritt|beginnt|gilt|läuft)\b[^;:]{{0,60}}?\b(?:am|ab|(?<!bis )zum|ab dem|seit dem) {BEGIN}"
)
UNTIL = re.compile(
    rf"\b(?:endet|gilt|läuft|befristet|geschlossen)\b[^;:]{{0,80}}?\b(?:am|bis zum|bis|mit Ablauf des) {END}"
)


def suggested_term(text: RecognisedText) -> Term:
    """Return begin and end as the text says them, so far as it says them."""
    found: dict[str, date] = {}
    signing = False
    for section in text.sections:
        for clause in section.clauses:
            words = " ".join(clause.text.split())
            if not SUBJECT.search(words):
                continue
            signing = signing or bool(SIGNED.search(words))
            for pattern in (FROM_TO, FROM, UNTIL):
                for name, said in (match.groupdict() if (match := pattern.search(words)) else {}).items():
                    if day := _day(said):
                        found.setdefault(name, day)
    begins_on, ends_on = found.get("begin"), found.get("end")
    if begins_on and ends_on and ends_on <= begins_on:
        ends_on = None
    return Term(begins_on=begins_on, ends_on=ends_on, begins_with_signing=signing and not begins_on)


def _day(said: str) -> date | None:
    number, month, year = re.findall(r"\d+|[A-ZÄ]\w+", said)
    try:
        return date(int(year), MONTHS.index(month) + 1 if month in MONTHS else int(month), int(number))
    except ValueError:
        return None
