"""A list to choose from is the same as Django's own, only sooner there."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from mitwirkung.form_renderer import FormRenderer

CHOICES = [
    ("", "alle"),
    ("a<b", 'Mitte & "Nord"'),
    ("Süden", [(1, "Neukölln"), (2, mark_safe("Tempelhof&nbsp;Süd"))]),
]


@pytest.mark.parametrize("value", [None, "", "a<b", 2])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_wer", "required": True, "disabled": False, "title": "<x>"}])
@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
def test_a_list_is_rendered_as_django_does(
    value: object, attrs: dict[str, object], widget: type[forms.Select]
) -> None:
    field = widget(choices=CHOICES)
    ours, theirs = (field.render("wer", value, attrs, one) for one in (FormRenderer(), DjangoTemplates()))
    assert parse_html(ours) == parse_html(theirs)


def test_other_fields_are_left_to_django() -> None:
    field = forms.TextInput()
    assert field.render("wer", "x", {}, FormRenderer()) == field.render("wer", "x", {}, DjangoTemplates())
