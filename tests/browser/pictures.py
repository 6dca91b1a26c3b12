"""Takes the pictures of the README from the demo story: `make screenshots`. Not part of the suite."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize

from agreements.choices import Status
from agreements.models import Agreement, Instrument, Mail
from agreements.notifications.sending import send_mail
from districts.models import User
from mitwirkung.demo import create_demo

PICTURES = Path(settings.BASE_DIR) / "docs" / "screenshots"
SIZES = {"wide": ViewportSize(width=1440, height=1000), "narrow": ViewportSize(width=390, height=844)}


@pytest.mark.parametrize("size", SIZES)
def test_take_pictures(
    page: Page,
    log_in: Callable[[User], None],
    transactional_db: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: str,
) -> None:
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path)
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    create_demo(lambda _: None)
    for mail in Mail.objects.filter(sent_at=None):  # as the demo's worker does
        send_mail(mail.pk, at=timezone.now())
    agreement = Agreement.objects.get(reference="MW-03-01")
    draft = Instrument.objects.filter(status=Status.DRAFT).get()
    page.set_viewport_size(SIZES[size])
    PICTURES.mkdir(parents=True, exist_ok=True)
    for username, name, address in (
        ("amira", "work", "/meine-arbeit/"),
        ("amira", "agreements", "/vertraege/"),
        ("amira", "agreement", f"/vertraege/{agreement.pk}/"),
        ("amira", "editor", f"/urkunden/{draft.pk}/bearbeiten/"),
        ("bogdan", "whats-due", "/was-steht-an/"),
        ("bogdan", "obligations", "/pflichten/"),
        ("bogdan", "staff-release", f"/vertraege/{agreement.pk}/freistellung/"),
    ):
        log_in(User.objects.get(username=username))
        page.goto(address)
        page.screenshot(path=PICTURES / f"{name}-{size}.png")
