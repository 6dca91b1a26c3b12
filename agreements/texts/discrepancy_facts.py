"""The discrepancies of a draft: open, confirmed with a reason, or decided with its model text."""

from dataclasses import dataclass
from functools import lru_cache

from agreements.amendments.application import without_repealed
from agreements.content import Content, read_content
from agreements.models import ConfirmedDiscrepancy, Instrument
from agreements.texts.assembly import DraftText, draft_text
from agreements.texts.discrepancies import Discrepancy, find_discrepancies
from agreements.texts.filling import fill_content


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyFacts:
    """In reading order; `of_model`: the published model text is silent in the same words and terms."""

    open: tuple[Discrepancy, ...] = ()
    confirmed: tuple[tuple[Discrepancy, ConfirmedDiscrepancy], ...] = ()
    of_model: tuple[Discrepancy, ...] = ()


def discrepancy_facts(instrument: Instrument, text: DraftText | None = None) -> DiscrepancyFacts:
    """Return the discrepancies of a contract that is being written, none of anything else; `text`: if the caller has it."""
    if not instrument.is_editable or instrument.agreement.is_model:
        return DiscrepancyFacts()
    text = text or draft_text(instrument)
    found = find_discrepancies(text.source, text.whole)
    if not found:
        return DiscrepancyFacts()
    decided = _decided(instrument)
    rows = {row.identity: row for row in instrument.confirmed_discrepancies.select_related("confirmed_by")}
    others = [one for one in found if one.identity not in decided]
    return DiscrepancyFacts(
        open=tuple(one for one in others if one.identity not in rows),
        confirmed=tuple((one, rows[one.identity]) for one in others if one.identity in rows),
        of_model=tuple(one for one in found if one.identity in decided),
    )


def _decided(instrument: Instrument) -> frozenset[str]:
    """Return the identities of what is in the published model text, or in the text that an amendment changes."""
    if instrument.number:
        return _of_signed(instrument.amendment.base)
    return _of_published(instrument.template.content) if instrument.template else frozenset()


def model_discrepancies(stored: Content) -> tuple[Discrepancy, ...]:
    """Return what a model text leaves to its annexes, or says without an obligation; placeholders stay."""
    return find_discrepancies(stored, fill_content(stored, {}))


@lru_cache(maxsize=16)
def _of_published(canonical: str) -> frozenset[str]:
    found = model_discrepancies(read_content(canonical.encode()))
    return frozenset(one.identity for one in found if not one.contradicts)


@lru_cache(maxsize=16)
def _of_signed(canonical: str) -> frozenset[str]:
    base = without_repealed(read_content(canonical.encode()))
    return frozenset(one.identity for one in find_discrepancies(base, base))
