"""A scenario with one contract in every status and one person in every role, for tests that walk over all of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.test import Client

from agreements import transitions
from agreements.choices import DateSource, Side, Status
from agreements.drafting.actions.contract import record_reported_agreement
from agreements.models import Agreement, Instrument, Version
from agreements.signing.actions import InkSignature, record_ink_signature
from districts.models import District, User
from districts.roles import Role
from tests import factories

# the smallest picture there is: one white dot
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f00010101001bb60d600000000049454e44ae426082"
)


class StageKeys(NamedTuple):
    """The keys of a scenario's rows, from which every test reads it anew."""

    place: int
    contracts: dict[str, int]
    reported: int
    people: dict[str, int]
    sessions: dict[str, str]

    def read(self) -> "Scenario":
        """Return the scenario with rows of its own, so that no test sees what another one left in memory."""
        contracts = Instrument.objects.select_related("agreement__district", "frozen_version").in_bulk(
            self.contracts.values()
        )
        people = User.objects.in_bulk(self.people.values())
        return Scenario(
            District.objects.get(pk=self.place),
            {Status(status): contracts[pk] for status, pk in self.contracts.items()},
            Agreement.objects.select_related("district").get(pk=self.reported),
            {name: people[pk] for name, pk in self.people.items()},
            self.sessions,
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything in Pankow; Charlotte works in Treptow-Köpenick, `nobody` has an account without a role."""

    place: District
    contracts: dict[Status, Instrument]
    reported: Agreement
    people: dict[str, User]
    sessions: dict[str, str]

    def fresh(self) -> "Scenario":
        """Return the scenario with rows read anew."""
        return self.keys().read()

    def keys(self) -> StageKeys:
        """Return what is needed to read the scenario from its database."""
        return StageKeys(
            self.place.pk,
            {status.value: contract.pk for status, contract in self.contracts.items()},
            self.reported.pk,
            {name: user.pk for name, user in self.people.items()},
            self.sessions,
        )

    @property
    def amira(self) -> User:
        """Who coordinates."""
        return self.people["coordinator"]

    @property
    def draft(self) -> Instrument:
        """A complete draft."""
        return self.contracts[Status.DRAFT]

    @property
    def signing(self) -> Instrument:
        """A contract that is out for signing; the association has signed, with a scan."""
        return self.contracts[Status.SIGNING]

    @property
    def signed(self) -> Instrument:
        """A contract that everybody has signed."""
        return self.contracts[Status.SIGNED]

    def browser(self, who: str) -> Client:
        """Return a browser in which the person is signed in; „stranger“ is not."""
        client = Client()
        if who != "stranger":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client


def build_scenario() -> Scenario:
    """Write, freeze and sign the contracts through the actions."""
    place, elsewhere = factories.district("03"), factories.district("09")
    amira = factories.coordinator()
    people = {
        "coordinator": amira,
        "staff": factories.staff(place),
        "lead": factories.lead(place),
        "neighbour": factories.person(Role.DISTRICT_STAFF, elsewhere, name="Charlotte"),
        "observer": factories.observer(),
        "admin": factories.admin(),
        "nobody": User.objects.create(username="ohne", first_name="Niemand", last_name="Rollenlos"),
    }
    contracts = {
        Status.DRAFT: factories.draft(place, amira),
        Status.REVIEW: factories.draft(place, amira),
        Status.SIGNING: factories.frozen_contract(place, amira),
        Status.SIGNED: factories.signed_contract(place, amira),
        Status.WITHDRAWN: factories.draft(place, amira),
    }
    transitions.apply_transition(contracts[Status.REVIEW], "open_review", by=amira, at=factories.FROZEN_AT)
    transitions.apply_transition(
        contracts[Status.WITHDRAWN],
        "withdraw",
        by=amira,
        at=factories.FROZEN_AT,
        reason="Der Bezirk wartet ab.",
    )
    _sign_with_scan(contracts[Status.SIGNING], amira)
    reported = record_reported_agreement(district=place, coordinator=amira, by=amira, at=factories.FROZEN_AT)
    return Scenario(
        place, contracts, reported, people, {who: _signed_in(user) for who, user in people.items()}
    )


def _signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    session = client.session
    session.set_expiry(timedelta(days=10_000))  # tests ask for pages of other years
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def version_of(instrument: Instrument) -> Version:
    """Return the frozen version, which the instrument must have."""
    assert instrument.frozen_version is not None
    return instrument.frozen_version


def _sign_with_scan(contract: Instrument, by: User) -> None:
    record_ink_signature(
        contract,
        signatory_key=contract.signatories.get(side=Side.ASSOCIATION).key,
        fingerprint=version_of(contract).fingerprint,
        signed=InkSignature(
            signed_on=date(2025, 3, 5), date_source=DateSource.WITNESSED, place="Berlin", scan=PNG
        ),
        by=by,
        at=factories.SIGNED_AT,
    )
