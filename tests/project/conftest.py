"""Users of the project's pages."""

from collections.abc import Callable

import pytest

from districts.models import District, Membership, User
from districts.roles import DISTRICT_ROLES, Role
from tests import factories

PASSWORD = "Spreeufer-im-November-7"


def _pankow() -> District:
    return District.objects.get_or_create(
        number="03",
        defaults={
            "key": "11000003",
            "slug": "pankow",
            "name": "Pankow",
            "authority": "Bezirksamt Pankow von Berlin",
            "town_hall": "Rathaus Pankow",
            "street": "Breite Straße 24A–26",
            "postcode": "13187",
        },
    )[0]


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Create a user with the given roles; roles of a district apply to Pankow."""

    def make(*roles: Role, name: str = "amira", is_active: bool = True) -> User:
        user = User.objects.create_user(
            name, password=PASSWORD, first_name=name.title(), last_name="Beispiel", is_active=is_active
        )
        for role in roles:
            if role == Role.ADMIN:
                factories.make_admin(user)
            else:
                place = _pankow() if role in DISTRICT_ROLES else None
                Membership.objects.create(user=user, role=role, district=place)
        return user

    return make
