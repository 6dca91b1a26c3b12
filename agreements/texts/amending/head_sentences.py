"""Sentences about title, subject, parties and term. Pure."""

from agreements.changes import HeadField, HeadFieldSet, PartySet, TermSet
from agreements.content import Party
from agreements.texts.amending.instruction_step import InstructionStep
from agreements.texts.amending.quotation import below, plain_text
from agreements.texts.wording import date_words, quoted, term_words

FIELDS = {
    HeadField.TITLE: "Die Überschrift des Vertrags",
    HeadField.SUBJECT: "Die Angabe zum Gegenstand des Vertrags",
}


def head_step(change: HeadFieldSet | PartySet | TermSet) -> InstructionStep:
    """Return the sentence of a change in the head of the contract."""
    sentence = _sentence(change)
    return InstructionStep(targets=(change.target,), alone=sentence, within=sentence)


def _sentence(change: HeadFieldSet | PartySet | TermSet) -> str:
    if isinstance(change, HeadFieldSet):
        return below(f"{FIELDS[change.field]} wird wie folgt gefasst:", [plain_text(change.after)])
    if isinstance(change, TermSet):
        return below(
            _ending(change) + "Die Angabe zur Laufzeit wird wie folgt gefasst:", [term_words(change.after)]
        )
    if change.after is None:
        short = quoted(plain_text(change.before.short if change.before else ""))
        return f"Die Vertragspartei {short} scheidet aus dem Vertrag aus."
    if change.before is None:
        return below("Dem Vertrag tritt als weitere Vertragspartei bei:", [_party_text(change.after)])
    name = quoted(plain_text(change.before.short))
    return below(
        f"Die Bezeichnung der Vertragspartei {name} wird wie folgt gefasst:", [_party_text(change.after)]
    )


def _ending(change: TermSet) -> str:
    """Return that the parties end the contract, where its term becomes shorter or is not extended any more."""
    before, after = change.before, change.after
    if after.ends_on is None or after.extension_months:
        return ""
    is_earlier = before.ends_on is None or after.ends_on < before.ends_on
    if is_earlier or (after.ends_on == before.ends_on and before.extension_months):
        return f"Der Vertrag endet einvernehmlich mit Ablauf des {date_words(after.ends_on)}. "
    return ""


def _party_text(party: Party) -> str:
    words = ", ".join(filter(None, [party.line, party.represented_by or "", party.address]))
    return plain_text(f"{words} – nachfolgend „{party.short}“ –")
