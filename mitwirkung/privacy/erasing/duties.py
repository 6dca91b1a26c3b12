"""What keeps a person from being erased: it is handed over or brought to its end first."""

from collections.abc import Iterator

from django.urls import reverse

from agreements.choices import Status
from agreements.models import Signatory, Signature
from districts.four_eyes import is_last_admin
from districts.models import User
from districts.offboarding import Obstacle
from mitwirkung.privacy.disclosure.person import Person


def duties(person: Person, *, by: User) -> list[Obstacle]:
    """Return what must be done before, in German with the page where it is done."""
    return list(_of_signatory(person) if person.account is None else _of_account(person, person.account, by))


def _of_account(person: Person, number: int, by: User) -> Iterator[Obstacle]:
    account = User.objects.get(pk=number)
    page = reverse("admin:districts_user_change", args=[account.pk])
    if account.pk == by.pk:
        yield Obstacle(
            reason="Das eigene Konto kann nur jemand anderes aus der Administration löschen.",
            way="Zum Konto",
            url=page,
        )
    if count := account.coordinated_agreements.count():
        what = "einen Vertrag" if count == 1 else f"{count} Verträge"
        yield Obstacle(
            reason=f"{person.name} ist noch für {what} zuständig.",
            way="Zuerst übergeben",
            url=reverse("hand_over", args=[account.pk]),
        )
    if is_last_admin(account):
        yield Obstacle(
            reason="Sonst käme niemand mehr in die Verwaltung.",
            way="Zuerst jemand anderem die Rolle „Administration“ geben",
            url=reverse("admin:districts_user_changelist"),
        )


def _of_signatory(person: Person) -> Iterator[Obstacle]:
    waiting = Signatory.objects.filter(pk__in=person.signatories, instrument__status=Status.SIGNING)
    for signatory in waiting.select_related("instrument__agreement"):
        version = signatory.instrument.frozen_version_id
        if not Signature.objects.filter(version=version, signatory=signatory).exists():
            yield Obstacle(
                reason=f"{person.name} soll „{signatory.instrument}“ noch unterzeichnen.",
                way="Zum Vertrag",
                url=reverse("agreement_signing", args=[signatory.instrument.agreement_id]),
            )
