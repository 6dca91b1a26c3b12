"""What the rows of an amendment's obligations stand for once it is frozen: set by it, carried along, or ended."""

from agreements.amendment_choices import TermsChange
from agreements.amendments.derivation import Derivation
from agreements.changes import ObligationRemoved, ObligationSet, TermSet
from agreements.choices import Status
from agreements.models import Amendment, Instrument, ObligationTerms


def settle_terms(locked: Instrument, derivation: Derivation) -> None:
    """Mark which obligations a draft sets, and add those that it ends; must run before it is frozen."""
    touched = {change.code for change in derivation.changes if isinstance(change, ObligationSet)}
    locked.terms.exclude(obligation__code__in=touched).update(change=TermsChange.CARRIED)
    for change in derivation.changes:
        if isinstance(change, ObligationRemoved):
            _end(locked, change.code)
    changes_term = any(isinstance(change, TermSet) for change in derivation.changes)
    Amendment.objects.filter(instrument=locked).update(changes_term=changes_term)


def release_terms(instrument: Instrument) -> None:
    """Make the rows of a draft of them again; must run after it is taken back from signing."""
    instrument.terms.filter(change=TermsChange.ENDED).delete()
    instrument.terms.filter(change=TermsChange.CARRIED).update(change=TermsChange.SET)


def _end(locked: Instrument, code: str) -> None:
    """Add a row that says that an obligation ends, with the terms that it had."""
    row = (
        ObligationTerms.objects.filter(
            obligation__agreement=locked.agreement_id,
            obligation__code=code,
            instrument__status=Status.SIGNED,
        )
        .order_by("-instrument__number")
        .first()
    )
    last = locked.terms.order_by("-position").values_list("position", flat=True).first()
    if row is None:
        return
    row.pk, row.instrument, row.clause, row.change = None, locked, None, TermsChange.ENDED
    row.position = (last or 0) + 1
    row._state.adding = True
    row.save(force_insert=True)
