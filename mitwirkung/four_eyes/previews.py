"""What would happen, told before it is asked for and again, computed anew, before it is confirmed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from allauth.mfa.models import Authenticator

from districts.four_eyes_choices import Deed
from districts.models import User
from districts.roles import Role
from mitwirkung.four_eyes.deeds import ERASING
from mitwirkung.privacy.disclosure.person import Person
from mitwirkung.privacy.disclosure.queries import rows_about
from mitwirkung.privacy.erasing.presenters import erasure_preview
from mitwirkung.second_factor.requirement import must_have_second_factor

WHAT = "Was geschieht"
FACTORS = {
    Authenticator.Type.TOTP: "App für Codes",
    Authenticator.Type.WEBAUTHN: "Passkeys",
    Authenticator.Type.RECOVERY_CODES: "Ersatzcodes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPart:
    """A heading, a sentence and lines; each but the lines may be empty. What `is_fixed` may not change unseen."""

    title: str = ""
    note: str = ""
    lines: tuple[str, ...] = ()
    is_fixed: bool = True


def preview(deed: Deed, person: Person) -> list[PreviewPart]:
    if deed in ERASING:
        return list(_erasing(person))
    account = User.objects.prefetch_related("memberships__district").get(pk=person.number)
    lines = {
        Deed.GIVE_ADMIN: _giving,
        Deed.TAKE_ADMIN: _taking,
        Deed.SWITCH_OFF_FACTORS: _switching_off,
    }[deed]
    return [PreviewPart(title=WHAT, lines=tuple(lines(account)))]


def fixed_lines(parts: Iterable[PreviewPart]) -> list[str]:
    """Return what must not change unseen, each line with its heading where there are several."""
    return [
        line if part.title == WHAT else f"{part.title}: {line}"
        for part in parts
        if part.is_fixed
        for line in part.lines
    ]


def lines_fingerprint(lines: Sequence[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()


def changes_since(asked: Sequence[str], now: Sequence[str]) -> list[str]:
    """Return in words what a preview says otherwise than the one before."""
    gone = [f"Beim Antrag: {line}" for line in asked if line not in now]
    return gone + [f"Jetzt: {line}" for line in now if line not in asked]


def _giving(account: User) -> Iterator[str]:
    yield f"{account} bekommt die Rolle „Administration“ und darf damit alles, was die Administration darf."
    if not account.is_active:
        yield "Das Konto ist gesperrt und wird wieder geöffnet."
    yield _signs_in(account)
    yield f"Bisherige Rollen: {_roles(account) or 'keine'}."


def _taking(account: User) -> Iterator[str]:
    yield f"{account} verliert die Rolle „Administration“."
    rest = _roles(account, without=Role.ADMIN)
    yield f"Es bleiben die Rollen: {rest}." if rest else "Es bleibt keine Rolle, und damit nichts zu sehen."


def _switching_off(account: User) -> Iterator[str]:
    counted = Counter(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    for kind, label in FACTORS.items():
        if number := counted[kind.value]:
            yield f"{label}: abgeschaltet" + (f" ({number})" if number > 1 else "")
    yield "Auf allen Geräten ist sie danach abgemeldet."
    yield _signs_in(account)
    if must_have_second_factor(account):
        yield "Zum Anmelden genügt danach das Passwort, bis sie gleich darauf einen neuen zweiten Faktor einrichtet."
    else:
        yield "Zum Anmelden genügt danach das Passwort."


def _signs_in(account: User) -> str:
    if not account.email:
        return "Zum Konto gehört keine E-Mail-Adresse."
    return f"Anmelden kann sich, wer E-Mails an {account.email} liest."


def _roles(account: User, without: Role | None = None) -> str:
    held = [row for row in account.memberships.all() if row.role != without]
    return ", ".join(
        f"{Role(row.role).label} ({row.district})" if row.district else Role(row.role).label for row in held
    )


def _erasing(person: Person) -> Iterator[PreviewPart]:
    found = erasure_preview(person, rows_about(person))
    removed = tuple(f"{fate.title}: {fate.count}" for fate in found.removed)
    yield PreviewPart(
        title="Was gelöscht wird", note="" if removed else "Keine ganzen Zeilen.", lines=removed
    )
    changed = tuple(f"{fate.title}: {fate.count}. {fate.words}" for fate in found.changed)
    yield PreviewPart(title="Was seinen Namen verliert", note="" if changed else "Nichts.", lines=changed)
    title = "Was bleibt, und warum"
    if not found.kept:
        yield PreviewPart(title=title, note="Nichts.", is_fixed=False)
    for kept in found.kept:
        lines = tuple(f"{fate.title}: {fate.count}" for fate in kept.tables)
        yield PreviewPart(title=title, note=kept.reason, lines=lines, is_fixed=False)
        title = ""
    yield PreviewPart(
        title="Das lässt sich nicht zurücknehmen",
        note="In Sicherungen steht es, bis sie ablaufen. Wird eine zurückgespielt, wird noch einmal gelöscht.",
        is_fixed=False,
    )
