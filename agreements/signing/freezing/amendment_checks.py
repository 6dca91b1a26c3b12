"""Whether an amendment can go out for signing beside what is signed and what is out already."""

from datetime import date

from agreements.amendment_choices import EffectKind
from agreements.amendments.composition import InEffect, misfits
from agreements.amendments.reservation import touched
from agreements.changes import Amendment
from agreements.choices import Status
from agreements.content import Content
from agreements.errors import ActionRefused
from agreements.models import Instrument
from agreements.texts.amended_text import require_possible_effect, require_running
from agreements.texts.in_force import SignedTexts, signed_texts

NOTHING = "Es wurde nichts festgeschrieben."


def require_freezable_amendment(instrument: Instrument, content: Content, as_of: date) -> None:
    """Refuse an amendment whose base has moved, which touches what another one touches, or cannot take effect as it says.

    Raises ActionRefused.
    """
    amendment = content.amendment
    if not isinstance(amendment, Amendment):
        return
    texts = signed_texts(instrument.agreement)
    if texts is None:
        raise ActionRefused(f"Der Vertrag ist noch nicht unterzeichnet. {NOTHING}")
    _require_todays_base(texts, amendment)
    _require_untouched(instrument, amendment)
    if amendment.effect.kind == EffectKind.AS_OF:
        require_possible_effect(instrument, amendment.effect, as_of)
    first = max(amendment.effect.first_day(as_of), texts.first_day)
    require_running(instrument, max(first, as_of), "festgeschrieben")
    this = InEffect(number=instrument.number, effective_on=first, concluded_on=as_of, content=content)
    if found := misfits(texts.content, [*texts.amendments, this]):
        number = found[0].number if found[0].number != instrument.number else _later(texts, first)
        raise ActionRefused(
            f"Dieser Nachtrag würde vor dem {number}. Nachtrag wirksam und ändert dieselbe Stelle. {NOTHING} Legen Sie sein "
            f"Inkrafttreten auf den Tag, an dem der {number}. Nachtrag in Kraft tritt, oder auf einen späteren."
        )


def _require_todays_base(texts: SignedTexts, amendment: Amendment) -> None:
    known = {one.number for one in amendment.base}
    new = [one.number for one in texts.base if one.number not in known]
    if new or texts.base != amendment.base:
        names = " und ".join(f"der {number}. Nachtrag" for number in new) or "der Vertrag"
        raise ActionRefused(
            f"Inzwischen ist {names} unterzeichnet. {NOTHING} Bringen Sie diesen Entwurf zuerst auf den geltenden Text."
        )


def _require_untouched(instrument: Instrument, amendment: Amendment) -> None:
    """Refuse what another amendment that is out for signing changes too."""
    own = touched(amendment.changes)
    others = instrument.agreement.instruments.filter(status=Status.SIGNING, number__gt=0)
    for other in others.exclude(pk=instrument.pk).select_related("frozen_version").order_by("number"):
        theirs = other.frozen_version.read().amendment if other.frozen_version else None
        if isinstance(theirs, Amendment) and own & touched(theirs.changes):
            raise ActionRefused(
                f"Der {other.name} liegt zur Zeichnung vor und ändert dieselbe Stelle. {NOTHING} Warten Sie, bis er "
                "unterzeichnet oder zurückgeholt ist."
            )


def _later(texts: SignedTexts, first: date) -> int:
    return next((one.number for one in texts.amendments if one.effective_on > first), 0)
