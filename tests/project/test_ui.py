"""The pieces of a page: what they draw from what they are given."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from pytest_django.asserts import assertInHTML

from agreements.choices import Progress, Status
from mitwirkung.status_badges import LOOKS
from mitwirkung.templatetags.ui import datum, zahl, zeitpunkt


@dataclass(frozen=True)
class Answer:
    """A verdict as the buttons know it."""

    allowed: bool
    reason: str = ""


class Small(forms.Form):
    """A form with one field of each sort that an error can point to."""

    name = forms.CharField(label="Name")
    side = forms.ChoiceField(label="Seite", choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self) -> None:
        """Refuse the whole."""
        raise forms.ValidationError("Beides passt nicht zusammen.")


def draw(source: str, **context: object) -> str:
    """Return what a piece of template draws."""
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (Decimal("0.750"), None, "0,75"),
        (Decimal("0.5"), 2, "0,50"),
        (1200, None, "1.200"),
        (Decimal("1234567.8"), 1, "1.234.567,8"),
        (0, None, "0"),
        (-2.5, None, "-2,5"),
        (None, None, ""),
    ],
)
def test_numbers_are_written_in_german(
    value: Decimal | float | None, decimals: int | None, words: str
) -> None:
    assert zahl(value, decimals) == words


@pytest.mark.parametrize(
    ("moment", "day", "words"),
    [
        (dt.datetime(2023, 12, 31, 23, 30, tzinfo=dt.UTC), "01.01.2024", "01.01.2024, 00:30\u00a0Uhr"),
        (dt.datetime(2023, 7, 3, 12, 5, tzinfo=dt.UTC), "03.07.2023", "03.07.2023, 14:05\u00a0Uhr"),
    ],
)
def test_moments_are_told_in_berlin(moment: dt.datetime, day: str, words: str) -> None:
    assert datum(moment) == day
    assert zeitpunkt(moment) == words


def test_a_day_stays_its_day() -> None:
    assert datum(dt.date(2023, 7, 3)) == "03.07.2023"
    assert datum(None) == ""


@pytest.mark.parametrize("value", [*Status, *Progress])
def test_every_status_has_a_look_and_its_word(value: Status | Progress) -> None:
    assert value in LOOKS
    drawn = draw("{% badge value %}", value=value)
    assert value.label in drawn
    assert f"#{LOOKS[value].shape}" in drawn


def test_a_stored_status_is_drawn_with_the_label_of_its_field() -> None:
    assert "zur Zeichnung" in draw('{% badge "signing" "zur Zeichnung" %}')


def test_looks_that_differ_in_tone_differ_in_shape() -> None:
    tones_by_shape: dict[str, set[str]] = {}
    for look in LOOKS.values():
        tones_by_shape.setdefault(look.shape, set()).add(look.tone)
    assert all(len(tones) == 1 for tones in tones_by_shape.values())


def test_every_shape_is_drawn() -> None:
    sprite = (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text(encoding="utf-8")
    assert all(f'id="{look.shape}"' in sprite for look in LOOKS.values())


def test_what_is_written_is_escaped_and_what_is_drawn_is_not() -> None:
    drawn = draw("{% panel title %}<p>{{ text }}</p>{% endpanel %}", title="<b>", text="<i>")
    assert "&lt;b&gt;" in drawn
    assert "<p>&lt;i&gt;</p>" in drawn


def test_an_allowed_step_is_a_form_with_its_revision() -> None:
    drawn = draw(
        '{% action_button verdict "Zurückziehen" "/weg/" method="post" revision=4 %}',
        verdict=Answer(allowed=True),
        csrf_token="token",
    )
    assertInHTML('<input type="hidden" name="revision" value="4">', drawn)
    assertInHTML('<input type="hidden" name="csrfmiddlewaretoken" value="token">', drawn)
    assert 'action="/weg/"' in drawn


@pytest.mark.parametrize(
    "tag",
    [
        '{% action_button verdict "Los" "/los/" method="post" %}',
        '{% action_button verdict "Los" "/los/" %}',
        '{% submit verdict "Los" %}',
    ],
)
def test_a_refused_step_keeps_its_button_and_tells_why(tag: str) -> None:
    drawn = draw(tag, verdict=Answer(allowed=False, reason="Es fehlt ein Datum."), csrf_token="token")
    assert 'aria-disabled="true"' in drawn
    reason_id = drawn.split('aria-describedby="')[1].split('"')[0]
    assertInHTML(f'<p class="refused-reason" id="{reason_id}">Es fehlt ein Datum.</p>', drawn)
    assert "/los/" not in drawn
    assert 'type="submit"' not in drawn


def test_the_error_summary_leads_to_each_field() -> None:
    drawn = draw("{% error_summary form %}", form=Small({}))
    assert 'href="#id_name"' in drawn
    assert 'href="#id_side_0"' in drawn
    assert "Beides passt nicht zusammen." in drawn


def test_the_error_summary_reads_formsets() -> None:
    formset = forms.formset_factory(Small, extra=1, min_num=2, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Rona", "form-0-side": "x"}
    )
    drawn = draw("{% error_summary formset %}", formset=formset)
    assert 'href="#id_form-0-side_0"' in drawn


@pytest.mark.parametrize("form", [None, Small()])
def test_without_errors_there_is_no_summary(form: Small | None) -> None:
    assert draw("{% error_summary form %}", form=form).strip() == ""


def test_facts_say_when_nothing_is_known() -> None:
    drawn = draw(
        '{% facts %}{% fact "Ende" end %}{% fact "Anteil" share %}{% fact "Zahl" nought %}{% endfacts %}',
        end=None,
        share=Decimal("0.5"),
        nought=0,
    )
    assert "nicht angegeben" in drawn
    assert "<dd>0,5</dd>" in drawn
    assert "<dd>0</dd>" in drawn
