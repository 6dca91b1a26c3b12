"""A program of its own for the story of the kills: makes agreements, concludes them, and looks whether all is whole.

python -m tests.sealing.concluding prepare|conclude|finish|verify NUMBER
"""

import os
import sys
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitwirkung.settings")
django.setup()

from django.conf import settings  # noqa: E402  the settings are named above
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402

from agreements import history  # noqa: E402
from agreements.documents import editions, store  # noqa: E402
from agreements.drafting.actions.contract import NewSignatory, create_contract  # noqa: E402
from agreements.drafting.actions.templates import publish_template  # noqa: E402
from agreements.models import Agreement, Edition, Event, Instrument, Seal, Signature, StoredFile  # noqa: E402
from agreements.sealing.outstanding import outstanding  # noqa: E402
from agreements.sealing.work import seal_what_is_due  # noqa: E402
from agreements.signing.signatures import InkSignature, record_ink_signature  # noqa: E402
from agreements.template_rules import TemplateRules  # noqa: E402
from agreements.vocabulary import SEALED_EDITIONS, DateSource, Side, Status  # noqa: E402
from districts.models import User  # noqa: E402
from tests import world  # noqa: E402
from tests.documents.sample import short_content  # noqa: E402
from tests.stage import PNG  # noqa: E402

SIGNED_ON = date(2025, 3, 10)


def prepare(number: int) -> None:
    """Make so many agreements in a new database; the association has signed each."""
    call_command("migrate", verbosity=0)
    editions.render_pdf = cache(editions.render_pdf)  # they say the same, so one is printed for all
    place, amira = world.district("03"), world.coordinator()
    template = publish_template(
        name="Kurz", version=1, content=short_content(), rules=TemplateRules(), published_on=date(2023, 1, 2)
    )
    for _ in range(number):
        instrument = create_contract(
            district=place,
            template=template,
            coordinator=amira,
            begins_on=date(2025, 4, 1),
            file_reference="Jug 1",
            signatories=[NewSignatory(side=side, name="Rosa Rathaus", function="Leitung") for side in Side],
            by=amira,
            at=world.FROZEN_AT - timedelta(days=30),
        )
        for person in instrument.signatories.all():
            instrument.signatories.filter(pk=person.pk).update(key=person.side)
        sign(world.freeze_draft(instrument, amira), Side.ASSOCIATION, amira)


def sign(contract: Instrument, side: Side, by: User) -> None:
    """Record somebody's signature with a scan that no other agreement has."""
    assert contract.frozen_version is not None
    record_ink_signature(
        contract,
        signatory_key=contract.signatories.get(side=side).key,
        fingerprint=contract.frozen_version.fingerprint,
        signed=InkSignature(
            signed_on=SIGNED_ON,
            date_source=DateSource.WITNESSED,
            place="Berlin",
            scan=PNG + f"{contract.pk} {side}".encode(),
        ),
        by=by,
        at=world.SIGNED_AT,
    )


def conclude(_: int) -> None:
    """Record the last signature of every agreement that still lacks it."""
    by = User.objects.get()
    for contract in Instrument.objects.filter(status=Status.SIGNING).select_related("frozen_version"):
        sign(contract, Side.DISTRICT, by)
        sys.stdout.write(f"concluded: {contract.pk}\n")
        sys.stdout.flush()


def finish(number: int) -> None:
    """Do what is left, as people and the worker would: sign what is unsigned, seal what is unsealed."""
    conclude(number)
    for day in range(1, 4):  # whatever the kills made fail is tried again a day later
        seal_what_is_due(at=timezone.now() + timedelta(days=day))
    assert not outstanding()
    store.sweep(before=timezone.now() + timedelta(days=1))


def verify(number: int) -> None:
    """Insist that everything is in exactly one proper state; any fault ends the program with its name."""
    assert Instrument.objects.filter(status=Status.SIGNED).count() == Instrument.objects.count() == number
    assert Signature.objects.count() == 2 * number
    assert Event.objects.filter(kind="concluded").count() == number
    assert Event.objects.filter(kind="sealed").count() == Seal.objects.count() == number
    sealed = Edition.objects.filter(kind__in=SEALED_EDITIONS)
    assert sealed.filter(seal__isnull=False).count() == number
    assert not sealed.values("version").annotate(times=Count("pk")).filter(times__gt=1)
    for agreement in Agreement.objects.all():
        assert history.verify(agreement) == [], agreement
    rows = set(StoredFile.objects.values_list("sha256", flat=True))
    for file in StoredFile.objects.all():
        store.read(file)
    assert rows == {path.name for path in Path(settings.FILES_ROOT).glob("??/*")}


if __name__ == "__main__":
    {"prepare": prepare, "conclude": conclude, "finish": finish, "verify": verify}[sys.argv[1]](
        int(sys.argv[2])
    )
