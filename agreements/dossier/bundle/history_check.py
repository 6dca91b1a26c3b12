"""Checks the history of a bundle: entry by entry as the house itself does, and against the files it tells of."""

from collections import Counter
from collections.abc import Iterator

from agreements.choices import EditionKind
from agreements.dossier.bundle.facts import AgreementFacts, EntryFacts, HistoryFacts
from agreements.events import EventKind
from agreements.history import digest
from agreements.models import Event
from agreements.models.agreement import FIRST_HASH

PLACE = "verlauf.json"


def chain_faults(history: HistoryFacts, facts: AgreementFacts) -> Iterator[str]:
    """Yield where an entry was altered, removed, inserted or swapped."""
    previous = FIRST_HASH
    for expected, entry in enumerate(history.entries, start=1):
        place = f"{PLACE}, Eintrag {entry.sequence}"
        if entry.sequence != expected:
            yield f"{place}: An dieser Stelle gehört Nr. {expected} hin."
        if entry.previous_hash != previous:
            yield f"{place}: Der Eintrag schließt nicht an den vorigen an."
        if entry.hash != digest(_event(entry, history.agreement)):
            yield f"{place}: Der Eintrag wurde verändert."
        previous = entry.hash
    if (len(history.entries), previous) != (facts.history_length, facts.history_head):
        yield f"{PLACE}: Am Ende fehlen Einträge, oder es wurden welche angehängt."


def told_faults(history: HistoryFacts, facts: AgreementFacts) -> Iterator[str]:
    """Yield which versions, files and signatures the history does not tell of: they were put in or exchanged."""
    frozen = Counter(_said(history, EventKind.FROZEN, "instrument", "version", "fingerprint", "file"))
    signed = Counter(
        _said(history, EventKind.SIGNATURE_RECORDED, "instrument", "version", "fingerprint", "signatory")
    )
    scans = {scan for (scan,) in _said(history, EventKind.SIGNATURE_RECORDED, "scan")}
    for instrument in facts.instruments:
        for version in instrument.versions:
            place = f"urkunden/{instrument.number}/fassung-{version.number}"
            known = (str(instrument.number), str(version.number), version.fingerprint)
            issued = [e.sha256 for e in version.editions if e.what == EditionKind.EXECUTION.label]
            if [frozen[*known, sha256] for sha256 in issued] != [1]:
                yield f"{place}: Von dieser Zeichnungsfassung erzählt der Verlauf nicht."
            for signature in version.signatures:
                if signed[*known, signature.name] != 1:
                    yield f"{place}: Von der Unterschrift von {signature.name} erzählt der Verlauf nicht."
                signed[*known, signature.name] = 0
            for scan in version.scans:
                if scan.sha256 not in scans:
                    yield f"{scan.path}: Von diesem Scan erzählt der Verlauf nicht."
    for left in signed.elements():
        yield f"{PLACE}: Die Unterschrift von {left[-1]} steht im Verlauf und fehlt in metadaten.json."


def beside_faults(history: HistoryFacts, facts: AgreementFacts) -> Iterator[str]:
    """Yield which delegations and declinings the history does not tell of, and which it tells of and are missing."""
    told = Counter(
        [
            *_said(
                history, EventKind.DELEGATION_RECORDED, "instrument", "version", "signatory", "deputy", "file"
            ),
            *_said(history, EventKind.SIGNATURE_DECLINED, "instrument", "version", "signatory", "reason"),
        ]
    )
    for instrument in facts.instruments:
        for version in instrument.versions:
            known = (str(instrument.number), str(version.number))
            present = [
                *(
                    (*known, row.in_place_of, row.name, row.document.sha256)
                    for row in version.delegations or ()
                ),
                *((*known, no.name, no.reason) for no in version.declinings or ()),
            ]
            for row in present:
                if told[row] < 1:
                    yield f"urkunden/{known[0]}/fassung-{known[1]}: Von „{row[2]}: {row[3]}“ erzählt der Verlauf nicht."
                told[row] -= 1
    for left in told.elements():
        yield f"{PLACE}: „{left[2]}: {left[3]}“ steht im Verlauf und fehlt in metadaten.json."


def _said(history: HistoryFacts, kind: EventKind, *keys: str) -> Iterator[tuple[str, ...]]:
    for entry in history.entries:
        if entry.kind == kind:
            yield tuple(str(entry.data.get(key)) for key in keys)


def _event(entry: EntryFacts, agreement: int) -> Event:
    """Return the entry as the house hashes it; it is never saved."""
    return Event(
        agreement_id=agreement,
        sequence=entry.sequence,
        at=entry.at,
        actor_id=entry.actor_id,
        actor=entry.actor,
        kind=entry.kind,
        data=entry.data,
        previous_hash=entry.previous_hash,
    )
