"""The trigger class and the PL/pgSQL fragments that triggers are composed of."""

from typing import Any

import pgtrigger
from django.db.models import Model
from pgtrigger import compiler


class TriggerSql(compiler.UpsertTriggerSql):
    """The library's template without its clause that lets a session setting ignore the trigger."""

    def get_template(self) -> str:
        """Return the SQL that installs the trigger. Migrations refer to it, so it never changes."""
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
    """A BEFORE trigger that cannot be ignored."""

    when = pgtrigger.Before

    def compile(self, model: Model) -> compiler.Trigger:
        """Compile with `TriggerSql` as the template."""
        compiled = super().compile(model)
        kwargs: dict[str, Any] = {k: v for k, v in compiled.sql.kwargs.items() if k != "ignore_func_name"}
        return compiler.Trigger(name=compiled.name, sql=TriggerSql(**kwargs))


def on_insert(name: str, *statements: str) -> ProtectingTrigger:
    """Run the statements before each INSERT."""
    return ProtectingTrigger(name=name, operation=pgtrigger.Insert, func="".join(statements) + "RETURN NEW;")


def on_update(name: str, *statements: str) -> ProtectingTrigger:
    """Run the statements before each UPDATE."""
    return ProtectingTrigger(name=name, operation=pgtrigger.Update, func="".join(statements) + "RETURN NEW;")


def refuse(sentence: str) -> str:
    """Raise check_violation with a German sentence."""
    return f"RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{sentence}';"


def refuse_if(condition: str, sentence: str) -> str:
    """Refuse if the condition holds."""
    return f"IF {condition} THEN {refuse(sentence)} END IF; "


def refuse_unless_found(query: str, sentence: str) -> str:
    """Refuse if the PERFORM statement finds no row."""
    return f"{query}; IF NOT FOUND THEN {refuse(sentence)} END IF; "


def if_else(condition: str, then: str, otherwise: str) -> str:
    """Run the one or the other."""
    return f"IF {condition} THEN {then} ELSE {otherwise} END IF; "


def changed_except(*columns: str) -> str:
    """Return the condition that any column but these has changed."""
    rest = " - ".join(["(to_jsonb({row})", *(f"'{column}'" for column in columns)]) + ")"
    return f"{rest.format(row='NEW')} <> {rest.format(row='OLD')}"


def pairs(values: set[tuple[str, str]]) -> str:
    """Return pairs as a list for SQL's IN."""
    return ", ".join(f"('{one}', '{two}')" for one, two in sorted(values))
