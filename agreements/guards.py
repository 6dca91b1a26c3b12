"""Triggers that hold the invariants in the database itself, whatever route a change takes.

Unlike the library's own triggers these know no switch that ignores them: only somebody who may change the
schema can lift one. Each refuses with a German sentence and SQLSTATE 23514, which Django raises as IntegrityError.
"""

from typing import Any

import pgtrigger
from django.db.models import Model
from pgtrigger import compiler

from agreements.lifecycle import FROZEN, STEPS
from agreements.vocabulary import Status


class GuardSql(compiler.UpsertTriggerSql):
    """The library's trigger without its clause that lets a session setting ignore it."""

    def get_template(self) -> str:
        """Return the SQL that installs the guard; migrations refer to it, so it never changes."""
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;
            -- a temporary table of the same name must not stand in the place of ours
            DO $$ BEGIN
                EXECUTE format('ALTER FUNCTION {pgid}() SET search_path = %I, pg_temp', current_schema());
            END $$;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Guard(pgtrigger.Trigger):
    """A trigger before a write that cannot be ignored."""

    when = pgtrigger.Before

    def compile(self, model: Model) -> compiler.Trigger:
        """Return the compiled trigger with our own installation template."""
        compiled = super().compile(model)
        kwargs: dict[str, Any] = {k: v for k, v in compiled.sql.kwargs.items() if k != "ignore_func_name"}
        return compiler.Trigger(name=compiled.name, sql=GuardSql(**kwargs))


def _refuse(sentence: str) -> str:
    return f"RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{sentence}';"


def _rule(broken: str, sentence: str) -> str:
    return f"IF {broken} THEN {_refuse(sentence)} END IF; "


def _pairs(values: set[tuple[str, str]]) -> str:
    return ", ".join(f"('{one}', '{two}')" for one, two in sorted(values))


_FROZEN = ", ".join(f"'{status.value}'" for status in sorted(FROZEN))
_FROZEN_SENTENCE = "Der Text ist zur Zeichnung festgeschrieben und kann nicht geändert werden."
_WITHDRAWN_SENTENCE = "Die Urkunde ist zurückgezogen und kann nicht geändert werden."


def append_only(what: str) -> list[Guard]:
    """Refuse every update, delete and truncate of a table: what was recorded stays."""
    sentence = f"{what}: Was festgehalten ist, kann weder geändert noch gelöscht werden."
    return [
        Guard(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete, func=_refuse(sentence)),
        no_truncate(sentence),
    ]


def no_truncate(sentence: str) -> Guard:
    """Refuse to empty the whole table at once, which row triggers would not see."""
    return Guard(
        name="no_truncate", level=pgtrigger.Statement, operation=pgtrigger.Truncate, func=_refuse(sentence)
    )


def no_delete(what: str) -> list[Guard]:
    """Refuse every delete and truncate of a table."""
    sentence = f"{what}: Löschen ist nicht vorgesehen."
    return [
        Guard(name="no_delete", operation=pgtrigger.Delete, func=_refuse(sentence)),
        no_truncate(sentence),
    ]


def frozen_with_instrument(instrument_of: str = "{row}.instrument_id") -> list[Guard]:
    """Refuse every write of a row that belongs to an instrument that is frozen, signed or withdrawn.

    `instrument_of` is the SQL that finds the instrument's key, with {row} for OLD and NEW. The instrument's row is
    locked in share mode, so that a write and a freezing at the same moment cannot pass one another.
    """

    def check(row: str) -> str:
        instrument = f"PERFORM 1 FROM agreements_instrument WHERE id = ({instrument_of.format(row=row)})"
        # first the lock, then a fresh look: a freezing that was under way is seen
        return (
            f"{instrument} FOR SHARE; "
            f"{instrument} AND status IN ({_FROZEN}); IF FOUND THEN {_refuse(_FROZEN_SENTENCE)} END IF; "
            f"{instrument} AND status = '{Status.WITHDRAWN.value}'; "
            f"IF FOUND THEN {_refuse(_WITHDRAWN_SENTENCE)} END IF; "
        )

    func = (
        f"IF TG_OP <> 'INSERT' THEN {check('OLD')} END IF; "
        f"IF TG_OP <> 'DELETE' THEN {check('NEW')} END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    )
    return [
        Guard(name="frozen", operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, func=func),
        no_truncate(_FROZEN_SENTENCE),
    ]


def instrument_guards() -> list[Guard]:
    """Hold the instrument's life: permitted steps only, frozen columns fixed, signed only with all signatures."""
    permitted = _pairs(
        {(source.value, step.target.value) for step in STEPS.values() for source in step.sources}
    )
    rest = "(to_jsonb({row}) - 'status' - 'frozen_version_id')"
    changed = f"{rest.format(row='NEW')} <> {rest.format(row='OLD')}"
    func = (
        _rule(
            f"NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN ({permitted})",
            "Dieser Schritt ist im Lebenslauf der Urkunde nicht vorgesehen.",
        )
        + _rule(
            "NEW.status = 'signed' AND OLD.status <> 'signed' AND ("
            "NOT EXISTS (SELECT 1 FROM agreements_signatory s WHERE s.instrument_id = NEW.id AND s.required) OR "
            "EXISTS (SELECT 1 FROM agreements_signatory s WHERE s.instrument_id = NEW.id AND s.required "
            "AND NOT EXISTS (SELECT 1 FROM agreements_signature g "
            "WHERE g.signatory_id = s.id AND g.version_id = NEW.frozen_version_id)))",
            "Es fehlen noch erforderliche Unterschriften.",
        )
        + _rule(f"OLD.status IN ({_FROZEN}) AND {changed}", _FROZEN_SENTENCE)
        + _rule(f"OLD.status = 'withdrawn' AND {changed}", _WITHDRAWN_SENTENCE)
        + _rule(
            f"NEW.status <> OLD.status AND {changed}",
            "Ein Schritt ändert nur den Stand, nicht auch den Text.",
        )
        + _rule(
            f"OLD.status IN ({_FROZEN}) AND NEW.status IN ({_FROZEN}) "
            "AND NEW.frozen_version_id IS DISTINCT FROM OLD.frozen_version_id",
            "Die festgeschriebene Fassung kann nicht ausgetauscht werden.",
        )
        + _rule(
            f"OLD.status NOT IN ({_FROZEN}) AND NEW.status IN ({_FROZEN}) AND NOT EXISTS ("
            "SELECT 1 FROM agreements_version v WHERE v.id = NEW.frozen_version_id AND v.instrument_id = NEW.id "
            "AND v.number = (SELECT max(number) FROM agreements_version WHERE instrument_id = NEW.id) "
            "AND NOT EXISTS (SELECT 1 FROM agreements_signature g WHERE g.version_id = v.id))",
            "Zur Zeichnung geht nur die neueste, noch nicht unterzeichnete Fassung dieser Urkunde.",
        )
        + "RETURN NEW;"
    )
    return [
        Guard(name="life", operation=pgtrigger.Update, func=func),
        Guard(
            name="starts_as_draft",
            operation=pgtrigger.Insert,
            func="IF NEW.status <> 'draft' THEN "
            + _refuse("Eine Urkunde beginnt als Entwurf.")
            + " END IF; RETURN NEW;",
        ),
        *no_delete("Urkunde"),
    ]


def agreement_guards() -> list[Guard]:
    """Fix what a frozen instrument says about its agreement, the district for ever, and the end of its history."""
    func = (
        # only an entry of the history itself, through its own trigger, moves the end
        "IF pg_trigger_depth() < 2 THEN NEW.history_length := OLD.history_length; "
        "NEW.history_head := OLD.history_head; END IF; "
        + _rule(
            "NEW.district_id <> OLD.district_id OR NEW.origin <> OLD.origin OR NEW.reference <> OLD.reference",
            "Bezirk, Herkunft und Nummer eines Vertrags bleiben, wie sie sind.",
        )
        + _rule(
            "NEW.legal_form <> OLD.legal_form AND EXISTS (SELECT 1 FROM agreements_instrument i "
            f"WHERE i.agreement_id = OLD.id AND i.status IN ({_FROZEN}))",
            "Die Rechtsform ist mit der Festschreibung bestimmt und kann nicht geändert werden.",
        )
        + "RETURN NEW;"
    )
    return [Guard(name="fixed", operation=pgtrigger.Update, func=func), *no_delete("Vertrag")]


def version_guards() -> list[Guard]:
    """Keep versions append-only, each with the fingerprint of exactly its content."""
    func = (
        "IF NEW.fingerprint <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex') THEN "
        + _refuse("Der Prüfwert gehört nicht zu diesem Inhalt.")
        + " END IF; RETURN NEW;"
    )
    return [Guard(name="fingerprint", operation=pgtrigger.Insert, func=func), *append_only("Fassung")]


def signature_guards() -> list[Guard]:
    """Accept a signature only for the version that is out for signing, with its fingerprint; then keep it."""
    func = (
        "PERFORM 1 FROM agreements_instrument i "
        "JOIN agreements_version v ON v.id = i.frozen_version_id "
        "JOIN agreements_signatory s ON s.instrument_id = i.id "
        "WHERE i.status = 'signing' AND v.id = NEW.version_id AND s.id = NEW.signatory_id "
        "AND v.fingerprint = NEW.fingerprint FOR SHARE OF i; IF NOT FOUND THEN "
        + _refuse("Unterzeichnet werden kann nur die Fassung, die zur Zeichnung vorliegt.")
        + " END IF; RETURN NEW;"
    )
    return [Guard(name="what_was_shown", operation=pgtrigger.Insert, func=func), *append_only("Unterschrift")]


def event_guards() -> list[Guard]:
    """Keep the history append-only, each entry chained to the one before, and its end known to the agreement."""
    func = (
        _rule(
            "NOT EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = NEW.agreement_id "
            "AND a.history_length + 1 = NEW.sequence AND a.history_head = NEW.previous_hash)",
            "Ein Eintrag der Geschichte schließt an den vorigen an.",
        )
        + "RETURN NEW;"
    )
    end = (
        "UPDATE agreements_agreement SET history_length = NEW.sequence, history_head = NEW.hash "
        "WHERE id = NEW.agreement_id; RETURN NULL;"
    )
    return [
        Guard(name="chained", operation=pgtrigger.Insert, func=func),
        Guard(name="end_of_chain", when=pgtrigger.After, operation=pgtrigger.Insert, func=end),
        *append_only("Geschichte"),
    ]
