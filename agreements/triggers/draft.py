"""Triggers for the rows of a draft: fixed once it is frozen, and locked clauses equal to the model text."""

import pgtrigger

from agreements.choices import Status
from agreements.triggers.sql import FROZEN_SENTENCE, FROZEN_SQL, WITHDRAWN_SENTENCE
from districts.triggers.append_only import append_only, no_truncate
from districts.triggers.sql import ProtectingTrigger, on_update, refuse, refuse_if


def frozen_with_instrument(instrument_of: str = "{row}.instrument_id") -> list[ProtectingTrigger]:
    """Refuse every write of a row whose instrument is frozen, signed or withdrawn.

    `instrument_of` is the SQL for the instrument's key, with {row} for OLD and NEW. The instrument's row is locked in
    share mode, so that a write and a concurrent freezing wait for one another.
    """

    def check(row: str) -> str:
        instrument = f"PERFORM 1 FROM agreements_instrument WHERE id = ({instrument_of.format(row=row)})"
        # lock first, then read again: sees a freezing that has committed meanwhile
        return (
            f"{instrument} FOR SHARE; "
            f"{instrument} AND status IN ({FROZEN_SQL}); IF FOUND THEN {refuse(FROZEN_SENTENCE)} END IF; "
            f"{instrument} AND status = '{Status.WITHDRAWN.value}'; "
            f"IF FOUND THEN {refuse(WITHDRAWN_SENTENCE)} END IF; "
        )

    func = (
        f"IF TG_OP <> 'INSERT' THEN {check('OLD')} END IF; "
        f"IF TG_OP <> 'DELETE' THEN {check('NEW')} END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    )
    return [
        ProtectingTrigger(
            name="frozen", operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, func=func
        ),
        no_truncate(FROZEN_SENTENCE),
    ]


def kept_while_drafting(what: str) -> list[ProtectingTrigger]:
    """Refuse every change of a row, and new ones once the instrument is frozen."""
    return [frozen_with_instrument()[0], *append_only(what)]


def clause_triggers() -> list[ProtectingTrigger]:
    """Require the text of a locked clause to equal a published model text, or that which an amendment is made to.

    A recorded deviation unlocks it.

    In an unpublished model text (origin MODEL) a lock has no effect.
    """
    in_model = (
        "EXISTS (SELECT 1 FROM agreements_section s JOIN agreements_instrument i ON i.id = s.instrument_id "
        "JOIN agreements_agreement a ON a.id = i.agreement_id WHERE s.id = {row}.section_id AND a.origin = 'model')"
    )
    deviates = (
        "EXISTS (SELECT 1 FROM agreements_deviation d JOIN agreements_section s ON s.instrument_id = d.instrument_id "
        "WHERE s.id = OLD.section_id AND d.clause_key = OLD.key)"
    )
    published = "EXISTS (SELECT 1 FROM agreements_agreementtemplate t WHERE t.rules -> 'locked' ->> NEW.key = NEW.text)"
    in_base = (
        "EXISTS (SELECT 1 FROM agreements_amendment m JOIN agreements_section s ON s.instrument_id = m.instrument_id "
        "WHERE s.id = NEW.section_id AND m.locked ? NEW.key AND jsonb_path_exists(m.base::jsonb, "
        "'$.sections[*].clauses[*] ? (@.key == $key && @.text == $text)', "
        "jsonb_build_object('key', NEW.key, 'text', NEW.text)))"
    )
    # DISTINCT: a section that does not exist counts as another instrument
    other_instrument = (
        "(SELECT instrument_id FROM agreements_section WHERE id = OLD.section_id) IS DISTINCT FROM "
        "(SELECT instrument_id FROM agreements_section WHERE id = NEW.section_id)"
    )
    released = refuse_if(
        f"OLD.locked AND NOT {in_model.format(row='OLD')} AND NOT {deviates}",
        "Der Absatz ist im Mustertext gesperrt. Ändern oder entfernen lässt er sich nur mit einer begründeten Abweichung.",
    )
    func = (
        "IF TG_OP <> 'INSERT' THEN IF TG_OP = 'DELETE' THEN "
        + released
        + f"ELSIF NOT NEW.locked OR NEW.key <> OLD.key OR {other_instrument} THEN "
        + released
        + "END IF; END IF; "
        + "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        + refuse_if(
            f"NEW.locked AND NOT {in_model.format(row='NEW')} AND NOT {published} AND NOT {in_base}",
            "Ein gesperrter Absatz steht Wort für Wort in einem veröffentlichten Mustertext oder im geltenden Text.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(
            name="locked", operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, func=func
        ),
    ]


def section_triggers() -> list[ProtectingTrigger]:
    """Fix a frozen section; never move one to another instrument, where other rules apply."""
    return [
        *frozen_with_instrument(),
        on_update(
            "stays",
            refuse_if("NEW.instrument_id <> OLD.instrument_id", "Ein Abschnitt bleibt in seiner Urkunde."),
        ),
    ]


def deviation_triggers() -> list[ProtectingTrigger]:
    """Fix a deviation; it is deleted only when its clause follows the model text again."""
    back = (
        "IF NOT EXISTS (SELECT 1 FROM agreements_clause c JOIN agreements_section s ON s.id = c.section_id "
        "WHERE s.instrument_id = OLD.instrument_id AND c.key = OLD.clause_key AND c.locked) THEN "
        + refuse("Eine Abweichung entfällt erst, wenn der Absatz wieder dem Mustertext folgt.")
        + " END IF; RETURN OLD;"
    )
    return [
        *frozen_with_instrument(),
        ProtectingTrigger(
            name="fixed",
            operation=pgtrigger.Update,
            func=refuse("Abweichung: Was festgehalten ist, kann nicht geändert werden."),
        ),
        ProtectingTrigger(name="back_to_model", operation=pgtrigger.Delete, func=back),
    ]
