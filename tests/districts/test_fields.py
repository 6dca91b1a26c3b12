"""Days, numbers, words and addresses, read in one way on every form."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

import agreements
import districts
import mitwirkung
from districts.base_forms import NamedErrors
from districts.fields import DayField, EmailField, NumberField, TextField, WholeNumberField, counted_text
from tests.cases import words_of
from tests.scenario import Scenario

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
SEPARATORS = st.sampled_from([".", " ", "\u00a0", "\u202f", "\u2009"])


def read(field: forms.Field, typed: str) -> object:
    """Return what the field makes of it, or the sentence that it answers."""
    try:
        return field.clean(typed)
    except ValidationError as error:
        return error.messages[0]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0027-06-30", date(2027, 6, 30)),  # what Chromium's date picker makes of „30.06.27“
        ("2027-06-30", date(2027, 6, 30)),
        ("30.06.27", date(2027, 6, 30)),
        ("30.6.2027", date(2027, 6, 30)),
        (" 30. 6. 2027 ", date(2027, 6, 30)),
        ("29.02.2028", date(2028, 2, 29)),
        ("0000-01-01", date(2000, 1, 1)),
    ],
)
def test_a_typed_day_is_the_day_that_is_meant(typed: str, day: date) -> None:
    assert read(DayField(), typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0202-06-30", "zwischen 1900 und 2199"),  # somebody has not finished typing
        ("20277-06-30", "zwischen 1900 und 2199"),
        ("2200-01-01", "zwischen 1900 und 2199"),
        ("30.06.1899", "zwischen 1900 und 2199"),
        ("30.06.5", "zwischen 1900 und 2199"),
        ("31.02.2027", "gibt es nicht"),
        ("29.02.27", "gibt es nicht"),
        ("06/30/2027", "wie 30.06.2027"),
        ("Herbst 2027", "wie 30.06.2027"),
        ("٣٠.٠٦.٢٠٢٧", "wie 30.06.2027"),
    ],
)
def test_what_is_no_day_is_said_and_still_stands_in_the_field(typed: str, sentence: str) -> None:
    class Asked(forms.Form):
        day = DayField()

    form = Asked({"day": typed})
    assert sentence in form.errors["day"][0]
    assert f'value="{typed}"' in str(form["day"])


@given(day=DAYS, long=st.booleans())
def test_every_day_is_read_in_each_notation_and_shown_with_four_digits(day: date, long: bool) -> None:
    written = (
        f"{day.day}.{day.month}.{day.year}" if long else f"{day.day:02}.{day.month:02}.{day.year % 100:02}"
    )
    meant = day if long else read(DayField(), f"{2000 + day.year % 100}-{day.month:02}-{day.day:02}")
    assert read(DayField(), day.isoformat()) == day
    assert read(DayField(), written) == meant or "gibt es nicht" in str(meant)
    assert f'value="{day.year}-' in str(DayField().widget.render("day", day))


def test_the_browser_is_told_which_years_there_are() -> None:
    assert 'min="1900-01-01" max="2199-12-31"' in str(DayField().widget.render("day", None))


@given(st.text(max_size=30))
def test_anything_is_a_day_or_a_sentence(typed: str) -> None:
    answer = read(DayField(required=False), typed)
    assert answer is None or isinstance(answer, str) or 1900 <= answer.year <= 2199  # type: ignore[attr-defined]


@given(number=st.integers(-(10**12), 10**12), decimals=st.text("0123456789", max_size=4), between=SEPARATORS)
def test_a_number_is_read_with_and_without_thousands(number: int, decimals: str, between: str) -> None:
    field = NumberField(max_digits=20, decimal_places=4)
    meant = Decimal(f"{number}.{decimals or '0'}")
    tail = f",{decimals}" if decimals else ""
    for written in (f"{number}{tail}", f"{number:,}".replace(",", between) + tail):
        assert read(field, written) == meant
    assert read(field, str(field.prepare_value(meant))) == meant, "what is shown is read back"
    if not decimals:
        assert read(WholeNumberField(), f"{number:,}".replace(",", between)) == number


@pytest.mark.parametrize(
    "typed",
    ["1.5", "0.750", "1,000.5", "1.00", "1.0000", "1 000.000", "1e3", "NaN", "Inf", "¼", "١٢", ",5", "5,"],
)
def test_what_could_be_read_in_two_ways_is_asked_about(typed: str) -> None:
    assert f"„{typed}“ ist nicht eindeutig" in str(read(NumberField(), typed))
    assert f"„{typed}“ ist keine ganze Zahl" in str(read(WholeNumberField(), typed))


@given(st.text(max_size=40))
def test_anything_is_a_number_or_a_sentence(typed: str) -> None:
    assert isinstance(read(NumberField(required=False), typed), Decimal | str | None)
    assert isinstance(read(WholeNumberField(required=False), typed), int | str | None)


def test_a_thousand_is_not_one() -> None:
    assert read(WholeNumberField(), "1.000") == 1000
    assert "keine ganze Zahl" in str(read(WholeNumberField(), "1,5"))
    assert 'type="text"' in WholeNumberField().widget.render("number", 1000)


def test_a_line_break_counts_once_as_it_does_on_the_page() -> None:
    """A browser sends two characters for each line break."""
    text = words_of("near_limit_with_newlines.txt").strip()
    assert len(text.replace("\n", "\r\n")) > 20_000 > len(text)
    assert read(TextField(max_length=20_000), text.replace("\n", "\r\n")) == text


def test_a_text_that_is_too_long_is_refused_with_both_numbers_and_never_cut() -> None:
    field = TextField(max_length=20_000)
    assert read(field, "ä" * 20_278) == "Höchstens 20.000 Zeichen; es sind 20.278. Gekürzt wurde nichts."
    drawn = field.get_bound_field(forms.Form(), "text").as_widget()
    assert 'data-limit="20000"' in drawn
    assert "maxlength" not in drawn


@given(st.text(st.sampled_from("a\r\n\u0308ä😀"), max_size=60))
def test_counting_is_the_same_however_often_it_is_done(text: str) -> None:
    assert counted_text(counted_text(text)) == counted_text(text)
    assert "\r" not in counted_text(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        *zip(words_of("adressen-unsichtbar.txt").split("\n"), ["erika@example.org"] * 3, strict=False),
        ("greta@weiß.example", "greta@xn--wei-7ka.example"),
        ("greta@xn--wei-7ka.example", "greta@xn--wei-7ka.example"),
        ("erika＠ｅｘａｍｐｌｅ．ｏｒｇ", "erika@example.org"),
        (" Erika.M@Bezirksamt-Köln.DE ", "Erika.M@xn--bezirksamt-kln-6pb.de"),
        ("er\u00adika@example.org", "erika@example.org"),
    ],
)
def test_an_address_is_stored_as_it_is_written_to(typed: str, stored: str) -> None:
    assert read(EmailField(), typed) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("müller@example.org", "Vor dem @ steht „ü“."),
        ("erika m@example.org", "Vor dem @ steht ein Leerzeichen."),
        ("erika@exa_mple.org", "„exa_mple.org“ hinter dem @"),
        ("erika@-example.org", "„-example.org“ hinter dem @"),
        ("erika", "gültige E-Mail-Adresse"),
        ("a@b@example.org", "gültige E-Mail-Adresse"),
    ],
)
def test_an_address_that_nobody_could_write_to_is_refused_with_the_place(typed: str, sentence: str) -> None:
    assert sentence in str(read(EmailField(), typed))


def test_an_address_is_shown_as_people_write_it() -> None:
    assert EmailField().prepare_value("greta@xn--wei-7ka.example") == "greta@weiß.example"


# --- one field of each kind ---------------------------------------------------------------------------------------

BARE = {
    *(forms.CharField, forms.DateField, forms.DateTimeField, forms.DecimalField, forms.EmailField),
    *(forms.FloatField, forms.IntegerField, forms.SlugField, forms.URLField),
}


def form_classes() -> Iterator[type[forms.BaseForm]]:
    """Yield every form class of ours."""
    for package in (agreements, districts, mitwirkung):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2].endswith("forms") or ".forms." in module.name:
                importlib.import_module(module.name)
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        for found in waiting.pop().__subclasses__():
            waiting.append(found)
            if found.__module__.partition(".")[0] in {"agreements", "districts", "mitwirkung"}:
                yield found


def bare_fields(form: type[forms.BaseForm]) -> list[str]:
    fields = getattr(form, "base_fields", {})
    return [
        f"{form.__module__}.{form.__name__}.{name}" for name, field in fields.items() if type(field) in BARE
    ]


def test_no_form_reads_days_numbers_or_words_in_its_own_way() -> None:
    # passwords are taken as they are, and the admin makes the fields of accounts anew (see below)
    accounts = {"NewPersonForm", "PersonForm"}
    found = [form for form in form_classes() if form.__name__ not in accounts]
    assert len(found) > 50
    assert [name for form in found for name in bare_fields(form)] == []
    assert [form for form in found if not issubclass(form, NamedErrors)] == []


def test_the_admin_reads_them_as_all_other_forms_do(scenario: Scenario) -> None:
    request = RequestFactory().get("/")
    request.user = scenario.people["admin"]
    bare = []
    for site_admin in admin.site._registry.values():
        bare += bare_fields(site_admin.get_form(request))
        for formset, _ in site_admin.get_formsets_with_inlines(request):
            bare += bare_fields(formset.form)
    assert bare == []
