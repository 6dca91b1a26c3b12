"""The content of an amendment: its printed sentences, the obligations it touches, and what it does to the base. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from agreements.amendment_choices import EffectKind
from agreements.amendments.derivation import Derivation
from agreements.calendar_months import MONTHS
from agreements.changes import Amendment, BaseText, Change, Effect, ObligationChange, ObligationSet
from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section
from agreements.numbering import NUMBERINGS, Numbering
from agreements.texts.amending.facts import AmendmentFacts, InstructionNote
from agreements.texts.amending.instructions import Instruction, instructions
from agreements.texts.amending.obligation_sentences import appendices
from agreements.texts.amending.quotation import plain_text
from agreements.texts.wording import quoted

CONTRACT = "Kooperationsvertrag"
CHANGES, REASON, TRANSITION, EFFECT = "aenderungen", "grund", "uebergang", "inkrafttreten"
OTHERS = "Änderung des Vertrags"
REST = "Im Übrigen bleibt der Vertrag unverändert."


def amendment_content(derivation: Derivation, edited: Content, facts: AmendmentFacts) -> Content:
    """Return what is printed, fingerprinted and signed; `edited` is the consolidated text, filled, with its number and signatories."""
    base, changes = derivation.base, derivation.changes
    said = instructions(derivation, facts.wording)
    return replace(
        edited,
        sections=tuple(_labelled([*_articles(base, said, facts), *_tables(changes)], base)),
        obligations=tuple(change.after for change in changes if isinstance(change, ObligationSet)),
        numbering=_numbering(base),
        amendment=Amendment(
            base=tuple(BaseText(number=one.number, fingerprint=one.fingerprint) for one in facts.base),
            base_fingerprint=base.fingerprint,
            effect=facts.effect,
            changes=changes,
            result=derivation.result.fingerprint,
        ),
    )


def effect_sentence(effect: Effect) -> str:
    """Return from when an amendment applies, as it is printed."""
    if effect.on is None or effect.kind == EffectKind.WITH_SIGNING:
        return "Dieser Nachtrag tritt mit der letzten Unterschrift in Kraft."
    if effect.kind == EffectKind.AS_OF:
        return f"Dieser Nachtrag gilt mit Wirkung vom {long_date(effect.on)}."
    return (
        f"Dieser Nachtrag tritt mit der letzten Unterschrift, frühestens am {long_date(effect.on)}, in Kraft."
    )


def opening(base: Content, facts: AmendmentFacts, *, further: bool = False) -> str:
    """Return the sentence above the instructions, which names the contract and the last amendment before this one."""
    if further:
        return "Der Vertrag wird ferner wie folgt geändert:"
    contract, *amendments = facts.base
    name = f"Der {CONTRACT}" if base.title.startswith(CONTRACT) else f"Der Vertrag {_quoted(base.title)}"
    words = f"{name} vom {long_date(contract.concluded_on)}"
    if amendments:
        last = max(amendments, key=lambda one: (one.concluded_on, one.number))
        day = long_date(last.concluded_on)
        words += f", zuletzt geändert durch den {last.number}. Nachtrag vom {day},"
    return f"{words} wird wie folgt geändert:"


def long_date(day: date) -> str:
    """„3. Juli 2023“"""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year:04}"


def _quoted(words: str) -> str:
    return quoted(plain_text(words))


def _numbering(base: Content) -> Numbering:
    """Return how the amendment counts its own parts: never as the contract, whose §§ it quotes."""
    return Numbering.PARAGRAPH if base.numbering == Numbering.ARTICLE else Numbering.ARTICLE


def _articles(base: Content, said: Sequence[Instruction], facts: AmendmentFacts) -> Iterator[Section]:
    """Yield the parts of the amendment in their order, without labels."""
    groups = _grouped(said, facts.notes)
    for place, (heading, reason, chosen) in enumerate(groups):
        key = f"{CHANGES}-{place + 1}"
        clauses = [
            Clause(key=f"{key}-anfang", text=opening(base, facts, further=place > 0), label=""),
            *_instruction_clauses(key, chosen),
        ]
        if reason:
            clauses.append(Clause(key=f"{key}-grund", text=f"Begründung: {reason}", label=""))
        if place + 1 == len(groups):
            clauses.append(Clause(key=f"{key}-uebrigen", text=REST, label=""))
        yield _article(key, heading, clauses)
    for key, heading, text in (
        (REASON, "Grund der Änderungen", facts.reason),
        (TRANSITION, "Übergangsregelung", facts.transition),
        (EFFECT, "Inkrafttreten", effect_sentence(facts.effect)),
    ):
        if text:
            yield _article(key, heading, [Clause(key=f"{key}-1", text=text, label="")])


def _grouped(
    said: Sequence[Instruction], notes: Sequence[InstructionNote]
) -> list[tuple[str, str, list[Instruction]]]:
    """Return the instructions below each heading, with their reasons one behind the other; last those below none."""
    noted = {note.key: note for note in notes}
    found: dict[str, list[tuple[Instruction, str]]] = {}
    for one in said:
        note = noted.get(one.key) or InstructionNote(key=one.key)
        found.setdefault(note.heading, []).append((one, note.reason))
    return [
        (
            heading or OTHERS,
            " ".join(dict.fromkeys(why for _, why in members if why)),
            [one for one, _ in members],
        )
        for heading, members in sorted(found.items(), key=lambda group: not group[0])
    ]


def _instruction_clauses(section: str, said: Sequence[Instruction]) -> Iterator[Clause]:
    for number, one in enumerate(said, start=1):
        key = f"{section}-{one.key}"
        if one.lead:
            yield Clause(key=key, text=one.lead, label=f"{number}.")
            for place, text in enumerate(one.texts):
                yield Clause(key=f"{key}-{place + 1}", text=text, label=f"{letter(place)})")
        else:
            yield Clause(key=key, text=one.texts[0], label=f"{number}.")


def letter(place: int) -> str:
    """Return the letter of a step: a, b, …, z, aa, bb."""
    repeated, index = divmod(place, 26)
    return chr(ord("a") + index) * (repeated + 1)


def _article(key: str, heading: str, clauses: Sequence[Clause]) -> Section:
    return Section(key=key, kind=SectionKind.SECTION, heading=heading, clauses=tuple(clauses))


def _labelled(sections: Sequence[Section], base: Content) -> Iterator[Section]:
    row = NUMBERINGS[_numbering(base)]
    for place, section in enumerate(sections, start=1):
        yield replace(section, label=row.section_label(section.kind, place, "", section.label).number)


def _tables(changes: Sequence[Change]) -> Iterator[Section]:
    duties = [change for change in changes if isinstance(change, ObligationChange)]
    for table in appendices(duties):
        yield Section(
            key=f"anhang-{table.inset.value}",
            kind=SectionKind.ANNEX,
            heading=table.heading,
            inset=table.inset,
            label=table.label,
        )
