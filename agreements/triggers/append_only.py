"""Guards of what is kept for good: appended or decided once, never changed, never deleted."""

import pgtrigger

from agreements.triggers.sql import ProtectingTrigger, refuse, rule


def append_only(what: str) -> list[ProtectingTrigger]:
    """Refuse every update, delete and truncate of a table: what was recorded stays."""
    sentence = f"{what}: Was festgehalten ist, kann weder geändert noch gelöscht werden."
    return [
        ProtectingTrigger(
            name="append_only", operation=pgtrigger.Update | pgtrigger.Delete, func=refuse(sentence)
        ),
        no_truncate(sentence),
    ]


def no_truncate(sentence: str) -> ProtectingTrigger:
    """Refuse to empty the whole table at once, which row triggers would not see."""
    return ProtectingTrigger(
        name="no_truncate", level=pgtrigger.Statement, operation=pgtrigger.Truncate, func=refuse(sentence)
    )


def no_delete(what: str) -> list[ProtectingTrigger]:
    """Refuse every delete and truncate of a table."""
    sentence = f"{what}: Löschen ist nicht vorgesehen."
    return [
        ProtectingTrigger(name="no_delete", operation=pgtrigger.Delete, func=refuse(sentence)),
        no_truncate(sentence),
    ]


def decided_once() -> list[ProtectingTrigger]:
    """Keep a suggestion as it was made and its decision as it was taken."""
    rest = "(to_jsonb({row}) - 'decision' - 'reason' - 'decided_at' - 'decided_by_id')"
    func = (
        rule(
            f"OLD.decision <> 'open' OR {rest.format(row='NEW')} <> {rest.format(row='OLD')}",
            "Ein Vorschlag bleibt, wie er gemacht wurde, und wird einmal entschieden.",
        )
        + "RETURN NEW;"
    )
    asked = (
        "PERFORM 1 FROM agreements_thread WHERE id = NEW.thread_id AND addressee = 'district' AND clause_key <> ''; "
        "IF NOT FOUND THEN "
        + refuse("Vorschläge gehören zu einer Anmerkung an den Bezirk über einen Absatz.")
        + " END IF; RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="asked_for", operation=pgtrigger.Insert, func=asked),
        ProtectingTrigger(name="decided_once", operation=pgtrigger.Update, func=func),
        *no_delete("Vorschlag"),
    ]


def thread_triggers() -> list[ProtectingTrigger]:
    """Keep what a thread is about and who may read it; only settling it is added or taken back."""
    rest = "(to_jsonb({row}) - 'resolved_at' - 'resolved_by_id')"
    func = (
        rule(
            f"{rest.format(row='NEW')} <> {rest.format(row='OLD')}",
            "Eine Anmerkung bleibt bei ihrer Stelle und in ihrem Kreis.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="as_opened", operation=pgtrigger.Update, func=func),
        *no_delete("Anmerkung"),
    ]


def mention_triggers() -> list[ProtectingTrigger]:
    """Keep a mention; only that it was seen is added, once."""
    rest = "(to_jsonb({row}) - 'seen_at')"
    func = (
        rule(
            f"OLD.seen_at IS NOT NULL OR {rest.format(row='NEW')} <> {rest.format(row='OLD')}",
            "Eine Erwähnung bleibt, wie sie ist, und wird einmal gelesen.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="seen_once", operation=pgtrigger.Update, func=func),
        *no_delete("Erwähnung"),
    ]


def round_triggers() -> list[ProtectingTrigger]:
    """Keep a round of Mitzeichnung as it was begun; only its end is added, once."""
    rest = "(to_jsonb({row}) - 'closed_at')"
    func = (
        rule(
            f"OLD.closed_at IS NOT NULL OR {rest.format(row='NEW')} <> {rest.format(row='OLD')}",
            "Eine Mitzeichnungsrunde bleibt, wie sie begonnen wurde, und wird einmal geschlossen.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="closed_once", operation=pgtrigger.Update, func=func),
        *no_delete("Mitzeichnungsrunde"),
    ]


def answer_triggers() -> list[ProtectingTrigger]:
    """Accept an office's answer only while its round is open; then keep it."""
    func = (
        "PERFORM 1 FROM agreements_clearanceround r JOIN agreements_clearancerequest q ON q.round_id = r.id "
        "WHERE q.id = NEW.request_id AND r.closed_at IS NULL FOR SHARE OF r; IF NOT FOUND THEN "
        + refuse("Diese Mitzeichnungsrunde ist geschlossen.")
        + " END IF; RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="while_open", operation=pgtrigger.Insert, func=func),
        *append_only("Mitzeichnung"),
    ]


def consent_triggers() -> list[ProtectingTrigger]:
    """Keep whose consent it is; giving it and taking it back are added, each once."""
    rest = "(to_jsonb({row}) - 'given_on' - 'how' - 'withdrawn_on')"
    func = (
        rule(
            f"{rest.format(row='NEW')} <> {rest.format(row='OLD')} OR OLD.withdrawn_on IS NOT NULL "
            "OR (OLD.given_on IS NOT NULL AND (NEW.given_on, NEW.how) IS DISTINCT FROM (OLD.given_on, OLD.how))",
            "Eine Einwilligung wird einmal erteilt und einmal widerrufen; beides bleibt stehen.",
        )
        + "RETURN NEW;"
    )
    kept = (
        "PERFORM 1 FROM agreements_photo WHERE id = OLD.photo_id AND removed_at IS NOT NULL; "
        "IF NOT FOUND OR OLD.given_on IS NOT NULL THEN "
        + refuse(
            "Einwilligung: Löschen ist nicht vorgesehen, außer bei einem entfernten Foto, wenn keine erteilt war."
        )
        + " END IF; RETURN OLD;"
    )
    return [
        ProtectingTrigger(name="given_and_withdrawn_once", operation=pgtrigger.Update, func=func),
        ProtectingTrigger(name="kept_when_given", operation=pgtrigger.Delete, func=kept),
        no_truncate("Einwilligung: Löschen ist nicht vorgesehen."),
    ]


def photo_triggers() -> list[ProtectingTrigger]:
    """Keep a photo as it was added; only that it was removed is said, once, and then its description is emptied."""
    rest = "(to_jsonb({row}) - 'removed_at' - 'description')"
    func = (
        rule(
            f"OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR {rest.format(row='NEW')} <> {rest.format(row='OLD')}",
            "Foto: Was festgehalten ist, bleibt; ein Foto wird höchstens einmal entfernt.",
        )
        + "RETURN NEW;"
    )
    return [ProtectingTrigger(name="removed_once", operation=pgtrigger.Update, func=func), *no_delete("Foto")]
