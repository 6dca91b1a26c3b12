"""Check of the history in a bundle: its hash chain, and its events against versions, files and signatures."""

from collections import Counter
from collections.abc import Iterator

from agreements.choices import EditionKind
from agreements.dossier.bundle.facts import AgreementFacts, EntryFacts, HistoryFacts
from agreements.events import EventKind
from agreements.history import digest, has_right_name
from agreements.models import Event
from agreements.models.agreement import FIRST_HASH

PATH = "verlauf.json"
SIGNATURE_KINDS = (EventKind.SIGNATURE_RECORDED, EventKind.SIGNATURE_CORRECTED)


def chain_faults(history: HistoryFacts, facts: AgreementFacts) -> Iterator[str]:
    """Yield a fault for each entry altered, removed, inserted or swapped."""
    previous = FIRST_HASH
    for expected, entry in enumerate(history.entries, start=1):
        place = f"{PATH}, Eintrag {entry.sequence}"
        if entry.sequence != expected:
            yield f"{place}: An dieser Stelle gehört Nr. {expected} hin."
        if entry.previous_hash != previous:
            yield f"{place}: Der Eintrag schließt nicht an den vorigen an."
        event = _event(entry, history.agreement)
        if entry.hash != digest(event) or not has_right_name(event):
            yield f"{place}: Der Eintrag wurde verändert."
        previous = entry.hash
    if (len(history.entries), previous) != (facts.history_length, facts.history_head):
        yield f"{PATH}: Am Ende fehlen Einträge, oder es wurden welche angehängt."


def signature_faults(history: HistoryFacts, facts: AgreementFacts) -> Iterator[str]:
    """Yield a fault for each version, file or signature without its event, and each signature missing in the facts."""
    frozen = Counter(_event_data(history, EventKind.FROZEN, "instrument", "version", "fingerprint", "file"))
    keys = ("instrument", "version", "fingerprint", "signatory", "signed_on")
    signed = Counter(
        (is_correction, *key)
        for is_correction, kind in enumerate(SIGNATURE_KINDS)
        for key in _event_data(history, kind, *keys)
    )
    scans = {scan for kind in SIGNATURE_KINDS for (scan,) in _event_data(history, kind, "scan")}
    for instrument in facts.instruments:
        for version in instrument.versions:
            place = f"urkunden/{instrument.number}/fassung-{version.number}"
            version_key = (str(instrument.number), str(version.number), version.fingerprint)
            issued = [e.sha256 for e in version.editions if e.what == EditionKind.EXECUTION.label]
            if [frozen[*version_key, sha256] for sha256 in issued] != [1]:
                yield f"{place}: Von dieser Zeichnungsfassung erzählt der Verlauf nicht."
            for number, signature in enumerate(version.signatures, start=1):
                is_correction = bool(signature.corrects)
                key = (is_correction, *version_key, signature.name, signature.signed_on.isoformat())
                if signed[key] < 1:
                    yield f"{place}: Von der Unterschrift von {signature.name} erzählt der Verlauf nicht."
                signed[key] -= 1
                if signature.corrects and not 1 <= signature.corrects < number:
                    yield f"{place}: Eine Berichtigung nennt keine frühere Unterschrift."
            for scan in version.scans:
                if scan.sha256 not in scans:
                    yield f"{scan.path}: Von diesem Scan erzählt der Verlauf nicht."
    for left in signed.elements():
        yield f"{PATH}: Die Unterschrift von {left[-2]} steht im Verlauf und fehlt in metadaten.json."


def delegation_faults(history: HistoryFacts, facts: AgreementFacts) -> Iterator[str]:
    """Yield a fault for each delegation or declining without its event, and each one missing in the facts."""
    keys = ("instrument", "version", "signatory")
    recorded = Counter(
        [
            *_event_data(history, EventKind.DELEGATION_RECORDED, *keys, "deputy", "file"),
            *_event_data(history, EventKind.SIGNATURE_DECLINED, *keys, "reason"),
        ]
    )
    for instrument in facts.instruments:
        for version in instrument.versions:
            version_key = (str(instrument.number), str(version.number))
            present = [
                *(
                    (*version_key, row.in_place_of, row.name, row.document.sha256)
                    for row in version.delegations or ()
                ),
                *((*version_key, no.name, no.reason) for no in version.declinings or ()),
            ]
            for row in present:
                if recorded[row] < 1:
                    yield f"urkunden/{version_key[0]}/fassung-{version_key[1]}: Von „{row[2]}: {row[3]}“ erzählt der Verlauf nicht."
                recorded[row] -= 1
    for left in recorded.elements():
        yield f"{PATH}: „{left[2]}: {left[3]}“ steht im Verlauf und fehlt in metadaten.json."


def _event_data(history: HistoryFacts, kind: EventKind, *keys: str) -> Iterator[tuple[str, ...]]:
    for entry in history.entries:
        if entry.kind == kind:
            yield tuple(str(entry.data.get(key)) for key in keys)


def _event(entry: EntryFacts, agreement: int) -> Event:
    """Return the unsaved model instance that the hash is computed from."""
    return Event(
        agreement_id=agreement,
        sequence=entry.sequence,
        at=entry.at,
        actor_id=entry.actor_id,
        actor=entry.actor,
        actor_digest=entry.actor_digest or "",
        actor_salt=entry.actor_salt or "",
        kind=entry.kind,
        data=entry.data,
        previous_hash=entry.previous_hash,
    )
