"""Triggers that let what a second person confirms be done with its confirmation only.

Between its confirmation and the end of that transaction a request is confirmed and not done: then, and only then, is its
deed allowed.
"""

import pgtrigger

from districts.four_eyes_choices import DONE, Deed, RequestOutcome
from districts.roles import Role
from districts.triggers.append_only import append_only, no_delete, no_truncate
from districts.triggers.sql import (
    ProtectingTrigger,
    changed_except,
    on_insert,
    on_update,
    refuse_if,
    refuse_unless_found,
)

_DONE = ", ".join(f"'{outcome.value}'" for outcome in sorted(DONE))
UNDERWAY = f"outcome IN ({_DONE}) AND done_at IS NULL"
ADMIN = (
    "EXISTS (SELECT 1 FROM districts_membership m JOIN districts_user u ON u.id = m.user_id "
    f"WHERE m.role = '{Role.ADMIN}' AND u.is_active AND m.user_id = {{}})"
)
DECISION = ("outcome", "decided_at", "decided_by_id")
WORDS = ("reason", "preview")
NOT_ALONE = (
    "Die Rolle „Administration“ gibt und nimmt niemand allein: Beantragen Sie es auf der Seite der Person, jemand anderes "
    "aus der Administration bestätigt es."
)
ERASED_ALONE = "Niemand löscht eine Person allein: Es wird beantragt, und jemand anderes bestätigt es."
ONCE = "Antrag im Vier-Augen-Prinzip: Über ihn wird einmal entschieden, und danach ändert ihn niemand."


def four_eyes_triggers() -> list[ProtectingTrigger]:
    """Let a request be asked for by an admin, decided once, confirmed by another admin, and done with its confirmation."""
    asked = on_insert(
        "asked_first",
        refuse_if(
            f"NEW.done_at IS NOT NULL OR NEW.outcome NOT IN ('', '{RequestOutcome.ON_SERVER}') "
            f"OR (NEW.outcome = '' AND NOT {ADMIN.format('NEW.asked_by_id')})",
            "Antrag im Vier-Augen-Prinzip: Er wird von der Administration gestellt und danach bestätigt.",
        ),
    )
    new, old = (f"({', '.join(f'{row}.{name}' for name in DECISION)})" for row in ("NEW", "OLD"))
    decided = on_update(
        "decided_once",
        refuse_if(changed_except(*DECISION, "done_at", *WORDS), ONCE),
        refuse_if(f"OLD.outcome <> '' AND {new} IS DISTINCT FROM {old}", ONCE),
        refuse_if("OLD.done_at IS NOT NULL AND NEW.done_at IS DISTINCT FROM OLD.done_at", ONCE),
        refuse_if(f"OLD.outcome = '' AND NEW.outcome = '{RequestOutcome.ON_SERVER}'", ONCE),
        refuse_if(
            f"OLD.outcome = '' AND NEW.outcome = '{RequestOutcome.CONFIRMED}' AND NOT "
            f"({ADMIN.format('NEW.asked_by_id')} AND {ADMIN.format('NEW.decided_by_id')})",
            "Antrag im Vier-Augen-Prinzip: Wer ihn stellt und wer ihn bestätigt, gehört zur Administration.",
        ),
        # its words go with the person
        refuse_if(
            f"{changed_except(*DECISION, 'done_at')} AND NOT EXISTS (SELECT 1 FROM districts_erasure e WHERE "
            "(e.kind, e.number) IN (('account', NEW.person_id), ('signatory', NEW.signatory)))",
            ONCE,
        ),
    )
    done = ProtectingTrigger(
        name="done_when_confirmed",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        func=refuse_if(
            f"EXISTS (SELECT 1 FROM districts_foureyesrequest r WHERE r.id = NEW.id AND {UNDERWAY})",
            "Antrag im Vier-Augen-Prinzip: Was bestätigt wird, geschieht in demselben Schritt.",
        )
        + "RETURN NULL;",
    )
    return [asked, decided, done, *no_delete("Antrag im Vier-Augen-Prinzip")]


def membership_triggers() -> list[ProtectingTrigger]:
    """Let the admin role be given and taken only while a request for it is being done, or with an erased account."""
    moved = "(NEW.role, NEW.user_id) IS DISTINCT FROM (OLD.role, OLD.user_id)"
    given = _unless_underway("NEW.user_id", NOT_ALONE, Deed.GIVE_ADMIN)
    taken = (
        "IF NOT EXISTS (SELECT 1 FROM districts_erasure e WHERE e.kind = 'account' AND e.number = OLD.user_id) "
        f"THEN {_unless_underway('OLD.user_id', NOT_ALONE, Deed.TAKE_ADMIN)} END IF; "
    )
    return [
        on_insert("admin_given_by_two", f"IF NEW.role = '{Role.ADMIN}' THEN {given} END IF; "),
        on_update(
            "admin_moved_by_two",
            f"IF {moved} AND NEW.role = '{Role.ADMIN}' THEN {given} END IF; ",
            f"IF {moved} AND OLD.role = '{Role.ADMIN}' THEN {taken} END IF; ",
        ),
        ProtectingTrigger(
            name="admin_taken_by_two",
            operation=pgtrigger.Delete,
            func=f"IF OLD.role = '{Role.ADMIN}' THEN {taken} END IF; RETURN OLD;",
        ),
        no_truncate(NOT_ALONE),
    ]


def erasure_triggers() -> list[ProtectingTrigger]:
    """Let a person be erased only while a request for it is being done; what is erased stays so."""
    account = _unless_underway("NEW.number", ERASED_ALONE, Deed.ERASE_ACCOUNT)
    # all of a name or address are erased with the one that was asked for
    signatory = refuse_unless_found(
        f"PERFORM 1 FROM districts_foureyesrequest WHERE deed = '{Deed.ERASE_SIGNATORY}' AND {UNDERWAY}",
        ERASED_ALONE,
    )
    return [
        on_insert(
            "erased_by_two",
            f"IF NEW.kind = 'account' THEN {account} ELSIF NEW.kind = 'signatory' THEN {signatory} END IF; ",
        ),
        *append_only("Löschung"),
    ]


def _unless_underway(person: str, sentence: str, deed: Deed) -> str:
    """Refuse unless a request about a person is being done."""
    return refuse_unless_found(
        f"PERFORM 1 FROM districts_foureyesrequest WHERE deed = '{deed}' AND person_id = {person} AND {UNDERWAY}",
        sentence,
    )
