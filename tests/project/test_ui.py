"""Rendering of the components."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils.safestring import mark_safe
from pytest_django.asserts import assertInHTML

from agreements import lifecycle, state
from agreements.choices import ClearanceResult, Decision, ReportDecision, Status
from agreements.drafting.clearance import presenters as clearance
from agreements.drafting.comments import presenters as comments
from agreements.state import AgreementState
from agreements.texts import portfolio
from agreements.texts.portfolio import Reach
from agreements.tones import Tone
from agreements.tracking import status
from agreements.tracking.evidence import wording
from agreements.tracking.evidence.malware import Safety
from agreements.tracking.staff_release import presenters as staff_release
from agreements.tracking.status import TrackedState
from districts.base_forms import Form
from districts.fields import TextField
from mitwirkung.status_badges import LOOKS
from mitwirkung.templatetags.formats import datum, zahl, zeitpunkt


@dataclass(frozen=True)
class Answer:
    """A verdict."""

    allowed: bool
    reason: str = ""


class Small(Form):
    """A form with each kind of field that an error can link to."""

    name = TextField(label="Name")
    secret = TextField(label="geheim", widget=forms.HiddenInput)
    side = forms.ChoiceField(label="Seite", choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self) -> None:
        raise forms.ValidationError("Beides passt nicht zusammen.")


def draw(source: str, **context: object) -> str:
    """Render a template fragment."""
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


@pytest.mark.parametrize(
    ("tones", "states"),
    [
        (lifecycle.TONES, Status),
        (state.TONES, AgreementState),
        (status.TONES, TrackedState),
        (portfolio.TONES, Reach),
        (clearance.TONES, ClearanceResult),
        (comments.TONES, Decision),
        (staff_release.TONES, ReportDecision),
        (wording.TONES, Safety),
        (LOOKS, Tone),
    ],
)
def test_every_status_has_a_tone_and_every_tone_a_look(tones: Mapping[str, Tone], states: type[Enum]) -> None:
    assert set(tones) == set(states)
    assert states is Tone or not set(Tone) & set(states)  # a status in the place of its tone is noticed


@pytest.mark.parametrize("tone", Tone)
def test_a_badge_says_its_word_and_draws_its_shape(tone: Tone) -> None:
    for drawn in (draw("{% badge tone 'im Gange' %}", tone=tone), draw(f"{{% badge '{tone}' 'im Gange' %}}")):
        assert "im Gange" in drawn
        assert f"#{LOOKS[tone].shape}" in drawn
        assert f"status-{LOOKS[tone].tone}" in drawn


@pytest.mark.parametrize("piece", ["{% badge tone 'x' %}", "{% tally 'x' 1 tone=tone %}"])
@pytest.mark.parametrize("tone", ["signed", "Open", Status.SIGNED, None])
def test_an_unknown_tone_is_an_error(piece: str, tone: object) -> None:
    if tone is None and "tally" in piece:
        assert "status-" not in draw(piece, tone=tone)  # a figure may do without
        return
    with pytest.raises(ValueError, match="is not a valid Tone"):
        draw(piece, tone=tone)


def test_every_tone_that_a_template_names_is_one() -> None:
    """A badge behind a condition is not rendered in every test."""
    root = Path(settings.BASE_DIR) / "templates"
    named = [
        (path.name, word)
        for path in root.rglob("*.html")
        for word in re.findall(r"""{% (?:badge|tally [^%]*tone=) ?["'](\w+)""", path.read_text())
    ]
    assert named
    assert {word for _, word in named} <= set(Tone), named


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
    assert "Bitte „Name“ angeben." in drawn
    assert "geheim" not in drawn, "nothing leads to what nobody sees"


def test_the_error_summary_reads_formsets() -> None:
    formset = forms.formset_factory(Small, extra=1, min_num=2, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Rona", "form-0-side": "x"}
    )
    drawn = draw("{% error_summary formset formset %}", formset=formset)
    assert 'href="#id_form-0-side_0">Zeile 1: Seite – ' in drawn
    assert drawn.count('href="#id_form-0-side_0"') == 1, "each error stands there once"


class Confirmation(Form):
    """A tick with a long label and a sentence of its own."""

    sure = forms.BooleanField(
        label="Mit dieser Unterschrift wird der Vertrag geschlossen.",
        error_messages={"required": "Bitte bestätigen Sie das."},
    )


def test_the_error_of_a_confirmation_stands_without_its_long_label() -> None:
    drawn = draw("{% error_summary form %}", form=Confirmation({}))
    assert '<a href="#id_sure">Bitte bestätigen Sie das.</a>' in drawn


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "Pflicht O-01 in MW-03-01:",
            'Pflicht <span class="nowrap">O-01</span> in <span class="nowrap">MW-03-01</span>:',
        ),
        ("Prüfcode MW-9K2TD-0X7QA-M", 'Prüfcode <span class="nowrap">MW-9K2TD-0X7QA-M</span>'),
        ("Ein O-Ton, CO-2 und <b>O-7</b>", "Ein O-Ton, CO-2 und &lt;b&gt;O-7&lt;/b&gt;"),
        ("(§ 36 BezVG), § 2 Absatz 1", "(§\xa036\xa0BezVG), §\xa02 Absatz\xa01"),
        (
            mark_safe('Zu <a href="/pflichten/O-01/">O-01 &amp; mehr</a>'),
            'Zu <a href="/pflichten/O-01/"><span class="nowrap">O-01</span> &amp; mehr</a>',
        ),
        (Decimal("0.75"), "0,75"),
    ],
)
def test_codes_and_laws_stay_in_one_line(text: object, html: str) -> None:
    assert draw("{{ text|unbroken }}", text=text) == html


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
