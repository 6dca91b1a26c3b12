"""People of the demo: invented accounts, one or two for each role, and signatories."""

from dataclasses import dataclass

from agreements.choices import Side
from agreements.drafting.actions.contract import NewSignatory
from agreements.models import Association
from districts.four_eyes import give_admin_role_on_server
from districts.models import District, Membership, User
from districts.roles import Role
from districts.verified_addresses import verify_address
from mitwirkung.demo.clock import berlin

PASSWORD = "demo-2023-pankow"  # noqa: S105  the demo prints it; it does not run in production


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    username: str
    first_name: str
    last_name: str
    role: Role
    district: str = ""


AMIRA = DemoAccount(username="amira", first_name="Amira", last_name="Yıldız", role=Role.COORDINATOR)
JONAS = DemoAccount(username="jonas", first_name="Jonas", last_name="Weißbach", role=Role.COORDINATOR)
BOGDAN = DemoAccount(
    username="bogdan", first_name="Bogdan", last_name="Lehmann", role=Role.DISTRICT_STAFF, district="03"
)
FRIEDA = DemoAccount(
    username="frieda", first_name="Frieda", last_name="Sommer", role=Role.DISTRICT_LEAD, district="03"
)
CHARLOTTE = DemoAccount(
    username="charlotte", first_name="Charlotte", last_name="Berg", role=Role.DISTRICT_STAFF, district="08"
)
ELIF = DemoAccount(username="elif", first_name="Elif", last_name="Aydın", role=Role.OBSERVER)
DANA = DemoAccount(username="dana", first_name="Dana", last_name="Richter", role=Role.ADMIN)
ACCOUNTS = (AMIRA, JONAS, BOGDAN, FRIEDA, CHARLOTTE, ELIF, DANA)

Cast = dict[str, User]


def create_accounts() -> Cast:
    """Create the accounts with their memberships and return the users by user name."""
    cast = {}
    for number, account in enumerate(ACCOUNTS, start=1):
        user = User(
            username=account.username,
            email=f"{account.username}@demo.example",
            office_phone=f"030 23125 {number:03}",  # numbers that belong to nobody
            first_name=account.first_name,
            last_name=account.last_name,
            is_staff=account.role == Role.ADMIN,
        )
        user.set_password(PASSWORD)
        user.save()
        verify_address(user)
        district = District.objects.get(number=account.district) if account.district else None
        if account.role == Role.ADMIN:
            give_admin_role_on_server(user, reason="Demo", at=berlin(2023, 1, 2))
        else:
            Membership.objects.create(user=user, role=account.role, district=district)
        cast[account.username] = user
    return cast


def record_association(cast: Cast) -> None:
    """Record who the association is, with an invented address and person."""
    made = Association.objects.create(
        name="Gesundheit Berlin-Brandenburg e. V. für das Projekt „MitWirkung – Perspektiven für Familien“",
        address="Musterweg 1, 10115 Berlin (erfundene Anschrift)",
        telephone="030 555 01 00 (erfunden)",
        contact="mitwirkung@example.org (erfunden)",
        recorded_at=berlin(2023, 1, 2),
        recorded_by=cast["dana"],
    )
    made.representatives.create(name="Dr. Helene Muster", function="Vorstand (erfundene Person)")


def signatories(name: str, function: str, department: str = "") -> list[NewSignatory]:
    """Return a signatory of the district and the association's invented one."""
    return [
        NewSignatory(
            side=Side.DISTRICT,
            name=name,
            function=function,
            department=department,
            authority="Mitglied des Bezirksamts (§ 36 BezVG)",
        ),
        NewSignatory(
            side=Side.ASSOCIATION,
            name="Dr. Helene Muster",
            function="Vorstand (erfundene Person)",
            authority="Vorstand (§ 26 BGB), erfunden",
        ),
    ]
