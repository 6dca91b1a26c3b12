"""Program for test_kills: creates drafts, concludes them and verifies the result.

python -m tests.sealing.concluding prepare|conclude|finish|verify NUMBER
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from threading import Event as Pause

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitwirkung.settings")
django.setup()

from django.conf import settings  # noqa: E402  the settings are named above
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402

from agreements import history  # noqa: E402
from agreements.choices import SEALED_EDITIONS, DateSource, EditionKind, Side, Status  # noqa: E402
from agreements.drafting.actions.contract import NewSignatory, create_contract  # noqa: E402
from agreements.drafting.actions.templates import publish_template  # noqa: E402
from agreements.files import store  # noqa: E402
from agreements.models import (  # noqa: E402
    Agreement,
    Edition,
    Event,
    FreezeRequest,
    Instrument,
    Seal,
    Signature,
    StoredFile,
    Version,
)
from agreements.parties import FIRST_TWO  # noqa: E402
from agreements.sealing.queries import outstanding  # noqa: E402
from agreements.signing.actions import InkSignature, record_ink_signature  # noqa: E402
from agreements.signing.freezing.actions import ask_to_freeze  # noqa: E402
from agreements.template_rules import TemplateRules  # noqa: E402
from agreements.texts.assembly import working_copy  # noqa: E402
from districts.models import User  # noqa: E402
from tests import factories  # noqa: E402
from tests.due import freeze_what_is_due, seal_what_is_due  # noqa: E402
from tests.rendering.sample import short_content  # noqa: E402
from tests.scenario import PNG  # noqa: E402

SHIFT = 10.0  # seconds that people wait for what the worker freezes


def prepare(number: int) -> None:
    """Create drafts in a new database."""
    call_command("migrate", verbosity=0)
    place, amira = factories.district("03"), factories.coordinator()
    template = publish_template(
        name="Kurz", version=1, content=short_content(), rules=TemplateRules(), published_on=date(2023, 1, 2)
    )
    for _ in range(number):
        instrument = create_contract(
            overlap_confirmed=True,
            district=place,
            template=template,
            coordinator=amira,
            begins_on=date(2025, 4, 1),
            file_reference="Jug 1",
            signatories=[
                NewSignatory(side=side, name="Rosa Rathaus", function="Leitung") for side in FIRST_TWO
            ],
            by=amira,
            at=factories.FROZEN_AT - timedelta(days=30),
        )
        for person in instrument.signatories.all():
            instrument.signatories.filter(pk=person.pk).update(key=person.side)


def sign(contract: Instrument, side: Side, by: User) -> None:
    """Record a signature with a scan that no other agreement has."""
    assert contract.frozen_version is not None
    moment = max(timezone.now(), contract.frozen_version.made_at)
    record_ink_signature(
        contract,
        signatory_key=contract.signatories.get(side=side).key,
        fingerprint=contract.frozen_version.fingerprint,
        signed=InkSignature(
            signed_on=timezone.localdate(moment),
            date_source=DateSource.WITNESSED,
            place="Berlin",
            scan=PNG + f"{contract.pk} {side}".encode(),
        ),
        by=by,
        at=moment,
    )


def conclude(_: int) -> None:
    """Queue the freezing of every draft and sign frozen ones for both sides, until all are concluded or time is up."""
    ask_for_all()
    pause, begin = Pause(), timezone.now()
    while Instrument.objects.exclude(status=Status.SIGNED).exists():
        sign_what_is_frozen()
        pause.wait(0.05)
        if timezone.now() - begin > timedelta(seconds=SHIFT):
            return


def ask_for_all() -> None:
    """Queue the freezing of every draft."""
    by = User.objects.get()
    for draft in Instrument.objects.filter(status=Status.DRAFT).select_related("agreement__district"):
        ask_to_freeze(draft, fingerprint=working_copy(draft).fingerprint, by=by, at=timezone.now())
        say(f"asked: {draft.pk}")


def sign_what_is_frozen() -> None:
    """Record the missing signatures."""
    by = User.objects.get()
    for contract in Instrument.objects.filter(status=Status.SIGNING).select_related("frozen_version"):
        assert contract.frozen_version is not None
        done = set(contract.frozen_version.signatures.values_list("signatory__side", flat=True))
        for side in FIRST_TWO:
            if side not in done:
                sign(contract, side, by)
        say(f"concluded: {contract.pk}")


def say(text: str) -> None:
    """Print without buffering."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def finish(_: int) -> None:
    """Freeze, sign and seal what is left."""
    ask_for_all()
    for day in range(1, 4):  # the pauses after attempts that were killed are over then
        freeze_what_is_due(at=timezone.now() + timedelta(days=day))
    sign_what_is_frozen()
    for day in range(1, 4):  # whatever the kills made fail is tried again a day later
        seal_what_is_due(at=timezone.now() + timedelta(days=day))
    assert not outstanding()
    store.sweep(before=timezone.now() + timedelta(days=1))


def verify(number: int) -> None:
    """Check that everything is in exactly one valid state; exits with the name of a fault."""
    assert Instrument.objects.filter(status=Status.SIGNED).count() == Instrument.objects.count() == number
    assert Event.objects.filter(kind="frozen").count() == Version.objects.count() == number
    assert FreezeRequest.objects.exclude(ended_at=None).filter(refusal="").count() == number
    assert Edition.objects.filter(kind=EditionKind.EXECUTION).count() == number
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
