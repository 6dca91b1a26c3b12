"""The content of an amendment: its printed sentences, the obligations it touches, and what it does to the base. Pure."""

from dataclasses import replace

from agreements.amendments.deriving import derive
from agreements.changes import Amendment, BaseText, ObligationSet
from agreements.content import Content
from agreements.texts.amending.facts import AmendmentFacts


def amendment_content(base: Content, edited: Content, facts: AmendmentFacts) -> Content:
    """Return what is printed, fingerprinted and signed; `edited` is the consolidated text, filled and with its signatories."""
    derived = derive(base, edited)
    return replace(
        edited,
        number=facts.number,
        version=facts.version,
        sections=(),
        obligations=tuple(change.after for change in derived.changes if isinstance(change, ObligationSet)),
        amendment=Amendment(
            base=tuple(BaseText(number=one.number, fingerprint=one.fingerprint) for one in facts.base),
            base_fingerprint=base.fingerprint,
            effect=facts.effect,
            changes=derived.changes,
            result=derived.result.fingerprint,
        ),
    )
