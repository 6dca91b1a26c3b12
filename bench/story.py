"""One district, filled through the actions that people use: what the bench multiplies afterwards."""

from dataclasses import asdict, dataclass
from datetime import date

from agreements.choices import Side
from agreements.content import Content
from agreements.drafting.actions.contract import NewSignatory, create_contract
from agreements.drafting.actions.templates import publish_template
from agreements.drafting.model_agreement import read_model_agreement, read_model_rules
from agreements.models import Agreement, AgreementTemplate, Instrument, Version
from agreements.signing.transition_actions import take_step
from districts.four_eyes import give_admin_role_on_server
from districts.imports import read_districts, read_office_types
from districts.models import District, Membership, Office, User
from districts.roles import Role
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.pankow import NO_RESOLUTION_YET, add_focus_areas, add_follow_up
from mitwirkung.demo.people import record_association
from mitwirkung.demo.signing import sign_on_paper

SIGNATORIES = (
    NewSignatory(side=Side.DISTRICT, name="Rosa Rathaus", function="Bezirksstadträtin"),
    NewSignatory(side=Side.ASSOCIATION, name="Viktor Verein", function="Vorstand"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What the pages are measured on: a district with a signed contract and the draft of the next, and readers."""

    district: District
    signed: Version
    draft: Instrument
    readers: dict[str, User]

    @property
    def agreement(self) -> Agreement:
        """The signed contract."""
        return self.signed.instrument.agreement

    @property
    def content(self) -> Content:
        """What was signed."""
        return self.signed.read()


def build_story() -> Dataset:
    """Build the district of Pankow as if its contract had been written here: text, signatures, resolutions, milestones, reports."""
    pankow = _pankow()
    amira = _person("Amira", Role.COORDINATOR)
    bogdan = _person("Bogdan", Role.DISTRICT_STAFF, pankow)
    template = publish_template(
        name="Kooperationsvertrag",
        version=1,
        content=read_model_agreement(1),
        rules=read_model_rules(1),
        published_on=date(2023, 1, 2),
    )
    dana = _person("Dana", Role.ADMIN)
    record_association({"dana": dana})
    add_focus_areas(pankow)
    signed = _signed_contract(pankow, template, amira)
    add_follow_up(signed.instrument.agreement, {"amira": amira, "bogdan": bogdan})
    return Dataset(
        district=pankow,
        signed=signed,
        draft=_next_contract(pankow, template, amira),
        readers={"coordinator": amira, "district staff": bogdan, "admin": dana},
    )


def _pankow() -> District:
    [row] = [row for row in read_districts() if row.number == "03"]
    pankow = District.objects.create(**asdict(row))
    Office.objects.bulk_create(Office(district=pankow, **asdict(kind)) for kind in read_office_types())
    return pankow


def _person(name: str, role: Role, district: District | None = None) -> User:
    user = User.objects.create(username=name.lower(), first_name=name, last_name="Bank")
    if role == Role.ADMIN:
        give_admin_role_on_server(user, reason="bench", at=berlin(2023, 1, 2))
    else:
        Membership.objects.create(user=user, role=role, district=district)
    return user


def _signed_contract(pankow: District, template: AgreementTemplate, amira: User) -> Version:
    contract = create_contract(
        district=pankow,
        template=template,
        coordinator=amira,
        file_reference="Jug 42-2023",
        begins_on=date(2023, 8, 1),
        ends_on=date(2026, 7, 31),
        placeholders={
            "SOZIALRAEUME": "Buch, Prenzlauer Berg Ost und Weißensee Ost",
            "KOORDINATION_STELLE": "Koordinierungsstelle im Jugendamt",
        },
        signatories=SIGNATORIES,
        selection=NO_RESOLUTION_YET,
        by=amira,
        at=berlin(2023, 5, 8),
    )
    take_step(contract, "open_review", by=amira, at=berlin(2023, 5, 22))
    return sign_on_paper(
        contract,
        frozen_at=berlin(2023, 6, 26),
        signed_on=date(2023, 7, 3),
        recorded_at=berlin(2023, 7, 19),
        by=amira,
    )


def _next_contract(pankow: District, template: AgreementTemplate, amira: User) -> Instrument:
    return create_contract(
        overlap_confirmed=True,
        district=pankow,
        template=template,
        coordinator=amira,
        file_reference="Jug 43-2026",
        begins_on=date(2026, 8, 1),
        ends_on=date(2029, 7, 31),
        signatories=SIGNATORIES,
        by=amira,
        at=berlin(2026, 3, 2),
    )
