"""How a guard is written into the database, and the small sentences that guards are made of."""

from typing import Any

import pgtrigger
from django.db.models import Model
from pgtrigger import compiler

from agreements.lifecycle import FROZEN


class TriggerSql(compiler.UpsertTriggerSql):
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


class ProtectingTrigger(pgtrigger.Trigger):
    """A trigger before a write that cannot be ignored."""

    when = pgtrigger.Before

    def compile(self, model: Model) -> compiler.Trigger:
        """Return the compiled trigger with our own installation template."""
        compiled = super().compile(model)
        kwargs: dict[str, Any] = {k: v for k, v in compiled.sql.kwargs.items() if k != "ignore_func_name"}
        return compiler.Trigger(name=compiled.name, sql=TriggerSql(**kwargs))


def refuse(sentence: str) -> str:
    """Return the statement that refuses with a German sentence."""
    return f"RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{sentence}';"


def rule(broken: str, sentence: str) -> str:
    """Return the statement that refuses if the condition holds."""
    return f"IF {broken} THEN {refuse(sentence)} END IF; "


def pairs(values: set[tuple[str, str]]) -> str:
    """Return pairs as a list for SQL's IN."""
    return ", ".join(f"('{one}', '{two}')" for one, two in sorted(values))


FROZEN_SQL = ", ".join(f"'{status.value}'" for status in sorted(FROZEN))
FROZEN_SENTENCE = "Der Text ist zur Zeichnung festgeschrieben und kann nicht geändert werden."
WITHDRAWN_SENTENCE = "Die Urkunde ist zurückgezogen und kann nicht geändert werden."
