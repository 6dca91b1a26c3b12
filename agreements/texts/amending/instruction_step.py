"""One sentence of an amendment, alone or below others. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionStep:
    """One sentence with the quoted text below it: `alone`, or `within` those under „§ 8 wird wie folgt geändert:“.

    `targets` are those of its changes. `may_choose`: words can be replaced instead of the whole Absatz.
    """

    targets: tuple[str, ...]
    alone: str
    within: str
    may_choose: bool = False
