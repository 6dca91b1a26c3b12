"""The ground on which the tests' stories take place, built through the real actions.

Amira coordinates at MitWirkung; Bogdan works in the district of the story; Charlotte works in another one.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache

from django.db.models import Max

from agreements.choices import DateSource, Side
from agreements.content import Content
from agreements.drafting.actions.contract import NewSignatory, create_contract
from agreements.drafting.actions.templates import publish_template
from agreements.drafting.model_agreement import read_model_agreement, read_model_rules
from agreements.models import AgreementTemplate, Association, Instrument, Signatory
from agreements.parties import FIRST_TWO
from agreements.signing.actions import InkSignature, record_ink_signature
from agreements.signing.freezing.actions import freeze
from agreements.template_rules import TemplateRules
from agreements.texts.assembly import working_copy
from agreements.texts.association import current_association
from districts.four_eyes import done_on_server, give_admin_role_on_server, take_admin_role
from districts.four_eyes_choices import Deed
from districts.imports import load_reference
from districts.models import District, Membership, User
from districts.roles import Role

FROZEN_AT = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
SIGNED_AT = datetime(2025, 3, 10, 15, 30, tzinfo=UTC)
NO_RESOLUTION_YET = (
    "Der Bezirk führt innerhalb von ‹sechs› Monaten nach Unterzeichnung einen Beschluss des Bezirksamts zur IBS "
    "herbei und unterrichtet die Bezirksverordnetenversammlung."
)


def district(number: str = "03") -> District:
    """Return a district by its official number, loading the reference data if need be."""
    if not District.objects.exists():
        load_reference(say=lambda _: None)
    return District.objects.get(number=number)


def person(role: Role, place: District | None = None, name: str = "") -> User:
    """Return a new account with one role."""
    number = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    first = name or role.label.split()[0]
    user = User.objects.create(username=f"person{number}", first_name=first, last_name=f"Test{number}")
    if role == Role.ADMIN:
        make_admin(user)
    else:
        Membership.objects.create(user=user, role=role, district=place)
    return user


def make_admin(user: User) -> None:
    """Give the admin role as a command on the server does."""
    give_admin_role_on_server(user, reason="Aufbau", at=FROZEN_AT)


def no_more_admin(user: User) -> None:
    """Take the admin role as a command on the server does."""
    with done_on_server(Deed.TAKE_ADMIN, person=user, reason="Abbau", at=FROZEN_AT):
        take_admin_role(user)


def coordinator() -> User:
    """Return Amira, who writes the agreements."""
    return person(Role.COORDINATOR, name="Amira")


def admin() -> User:
    """Return somebody who looks after the house."""
    return person(Role.ADMIN, name="Dana")


def observer() -> User:
    """Return somebody of the secretariat, who reads what is signed."""
    return person(Role.OBSERVER, name="Elif")


def staff(place: District) -> User:
    """Return Bogdan, who works in the district."""
    return person(Role.DISTRICT_STAFF, place, name="Bogdan")


def lead(place: District) -> User:
    """Return the head of a district's department."""
    return person(Role.DISTRICT_LEAD, place, name="Frieda")


def template() -> AgreementTemplate:
    """Return version 1 of the model agreement."""
    content, rules = _model()
    return publish_template(
        name="Kooperationsvertrag", version=1, content=content, rules=rules, published_on=date(2023, 1, 2)
    )


def association(by: User) -> Association:
    """Return the record of the association, made if there is none."""
    if known := current_association():
        return known
    made = Association.objects.create(
        name="Gesundheit Berlin-Brandenburg e. V. für das Projekt „MitWirkung – Perspektiven für Familien“",
        address="Musterstraße 1, 10115 Berlin",
        recorded_at=FROZEN_AT,
        recorded_by=by,
    )
    made.representatives.create(name="Viktor Verein", function="Vorstand", authority="§ 26 BGB")
    return made


@cache
def _model() -> tuple[Content, TemplateRules]:
    return read_model_agreement(1), read_model_rules(1)


def draft(place: District, by: User, *, begins_on: date = date(2025, 4, 1)) -> Instrument:
    """Return a complete draft of a contract that can be frozen; the first of a district says and prints the same in every test."""
    association(by)
    instrument = create_contract(
        overlap_confirmed=True,
        district=place,
        template=template(),
        coordinator=by,
        file_reference="Jug 4711",
        begins_on=begins_on,
        ends_on=begins_on.replace(year=begins_on.year + 3) - timedelta(days=1),
        placeholders={
            "SOZIALRAEUME": "Nord und Süd",
            "KOORDINATION_STELLE": "Stabsstelle im Jugendamt",
        },
        signatories=[
            NewSignatory(
                side=Side.DISTRICT,
                name="Rosa Rathaus",
                function="Bezirksstadträtin für Jugend und Familie",
                authority="Mitglied des Bezirksamts",
            ),
            NewSignatory(
                side=Side.ASSOCIATION, name="Viktor Verein", function="Vorstand", authority="§ 26 BGB"
            ),
        ],
        by=by,
        at=FROZEN_AT - timedelta(days=30),
    )
    for number, signatory in enumerate(instrument.signatories.all(), start=1):
        key = f"{instrument.agreement.reference}-{number}".lower()
        Signatory.objects.filter(pk=signatory.pk).update(key=key)
    return instrument


def freeze_draft(instrument: Instrument, by: User) -> Instrument:
    """Freeze a draft as it stands and return it fresh."""
    freeze(instrument, fingerprint=working_copy(instrument).fingerprint, by=by, at=FROZEN_AT)
    return Instrument.objects.select_related("agreement__district", "frozen_version").get(pk=instrument.pk)


def frozen_contract(place: District, by: User, **kwargs: date) -> Instrument:
    """Return a contract that is out for signing."""
    return freeze_draft(draft(place, by, **kwargs), by)


def sign(instrument: Instrument, side: Side, by: User, signed_on: date = date(2025, 3, 10)) -> None:
    """Record the signature of everybody on one side."""
    for signatory in instrument.signatories.filter(side=side):
        sign_for(instrument, signatory, by, signed_on)


def sign_for(
    instrument: Instrument, signatory: Signatory, by: User, signed_on: date = date(2025, 3, 10)
) -> None:
    """Record the signature of one person."""
    version = instrument.frozen_version
    assert version is not None
    record_ink_signature(
        instrument,
        signatory_key=signatory.key,
        fingerprint=version.fingerprint,
        signed=InkSignature(signed_on=signed_on, date_source=DateSource.DOCUMENT, place="Berlin"),
        by=by,
        at=SIGNED_AT,
    )


def signed_contract(place: District, by: User, **kwargs: date) -> Instrument:
    """Return a contract that everybody has signed."""
    instrument = frozen_contract(place, by, **kwargs)
    for side in FIRST_TWO:
        sign(instrument, side, by)
    instrument.refresh_from_db()
    return instrument
