"""What two people of the administration do together, in a browser each, accessible at every width."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import Witness, follow

pytestmark = pytest.mark.usefixtures("transactional_db")
READ = "Ich habe gelesen, was geschieht, und den Grund geprüft."


def test_one_asks_to_erase_a_person_and_another_confirms(
    opens: Callable[[User], Page], witness: Witness
) -> None:
    witness.expect_status(422)
    bogdan, dana, ada = factories.staff(factories.district("03")), factories.admin(), factories.admin()
    asking, deciding = opens(dana), opens(ada)
    asking.goto(reverse("admin:districts_user_change", args=[bogdan.pk]))
    follow(asking.get_by_role("link", name="Konto löschen …"))
    look(asking, "four-eyes-ask")
    follow(asking.get_by_role("button", name="Beantragen"))
    expect(asking.get_by_role("alert")).to_contain_text("Grund")
    asking.get_by_label("Grund").fill("Hat das Bezirksamt verlassen.")
    follow(asking.get_by_role("button", name="Beantragen"))
    expect(asking.get_by_text("Sie haben das beantragt")).to_be_visible()
    look(asking, "four-eyes-own")

    deciding.goto(reverse("admin:index"))
    look(deciding, "four-eyes-waiting")
    follow(deciding.get_by_role("link", name="1 Antrag wartet auf eine zweite Person."))
    look(deciding, "four-eyes-list")
    follow(deciding.get_by_role("link", name="Konto löschen"))
    expect(deciding.get_by_text("Hat das Bezirksamt verlassen.")).to_be_visible()
    look(deciding, "four-eyes-confirm")
    deciding.get_by_label(READ).check()
    follow(deciding.get_by_role("button", name="Bestätigen"))
    expect(deciding.get_by_text("Bestätigt und getan.")).to_be_visible()
    expect(deciding.get_by_role("heading", level=1)).to_contain_text("Konto löschen")
    look(deciding, "four-eyes-done")
    assert str(User.objects.get(pk=bogdan.pk)) == f"gelöschte Person {bogdan.pk}"


def test_lost_factors_are_switched_off_by_two(opens: Callable[[User], Page]) -> None:
    amira, dana, ada = factories.coordinator(), factories.admin(), factories.admin()
    for kind in Authenticator.Type.values:
        Authenticator.objects.create(user=amira, type=kind, data={})
    asking, deciding = opens(dana), opens(ada)
    asking.goto(reverse("four_eyes_ask", args=["switch_off_factors", amira.pk]))
    look(asking, "four-eyes-factors")
    asking.get_by_label("Grund").fill("Telefon verloren; ich habe sie an der Stimme erkannt.")
    follow(asking.get_by_role("button", name="Beantragen"))
    expect(asking.get_by_text("Sie haben das beantragt")).to_be_visible()
    deciding.goto(asking.url)
    deciding.get_by_label(READ).check()
    follow(deciding.get_by_role("button", name="Bestätigen"))
    expect(deciding.get_by_text("Bestätigt und getan.")).to_be_visible()
    assert not Authenticator.objects.filter(user=amira).exists()


def test_whoever_is_alone_reads_what_to_do(opens: Callable[[User], Page]) -> None:
    alone = opens(factories.admin())
    alone.goto(reverse("four_eyes_ask", args=["give_admin", factories.coordinator().pk]))
    expect(alone.get_by_text("Es gibt keine zweite Person")).to_be_visible()
    look(alone, "four-eyes-alone")
