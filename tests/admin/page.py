"""Reads pages of the admin: the form as a browser would send it back, and what is not German."""

import re
from html.parser import HTMLParser
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from agreements.models import Clause, Instrument


class _Form(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.fields: dict[str, Any] = {}
        self.select = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "form":
            self.inside = said.get("id") == self.form_id
        elif not self.inside:
            return
        elif tag == "input" and name and said.get("type") not in {"submit", "button"}:
            if said.get("type") not in {"checkbox", "radio"} or "checked" in said:
                self.fields[name] = value or ("on" if said.get("type") == "checkbox" else "")
        elif tag == "select":
            self.select = name
            self.fields[name] = ""
        elif tag == "option" and self.select and "selected" in said:
            self.fields[self.select] = value
        elif tag == "textarea":
            self.text = name
            self.fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.fields[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # a browser swallows the line break that Django writes after the tag
            self.fields[self.text] = self.fields[self.text].removeprefix("\r\n").removeprefix("\n")
            self.text = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def filled_form(response: Any, model_name: str) -> dict[str, Any]:
    """Return what a browser would send if the person saved the page without touching it."""
    form = _Form(f"{model_name}_form")
    form.feed(response.content.decode())
    return {name: value for name, value in form.fields.items() if "__prefix__" not in name}


def page_of(row: Model) -> str:
    """Return the address of a row's page."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def form_of(dana: Client, row: Model) -> dict[str, Any]:
    """Return the form of a row's page as it would be sent untouched."""
    return filled_form(dana.get(page_of(row)), str(row._meta.model_name))


def clause_of(instrument: Instrument) -> Clause:
    """Return some clause in the middle of the text."""
    return Clause.objects.filter(section__instrument=instrument)[4]


FOREIGN = re.compile(
    r"\b(?:the|this|that|you|your|are|is|and|of|for|with|raw|passwords?|enabled?|disabled?|users?|objects?|add|"
    r"changed?|deleted?|view|save|search|home|none|set|"
    # what Django's own translation leaves behind
    r"der Person|das ?selbe|Brotkrümel|Modelle|Ausgewählte|des Person|Benutzer)\b",
    re.IGNORECASE,
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.silent = False
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag in {"script", "style"}
        self.said += [
            value for name, value in attrs if value and name in {"title", "aria-label", "placeholder"}
        ]

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent and not data.lstrip().startswith("{"):  # stored JSON has keys
            self.said.append(data)


def foreign_words(response: Any) -> list[str]:
    """Return what somebody reads or hears on a page that is not German."""
    words = _Words()
    words.feed(response.content.decode())
    return [said.strip() for said in words.said if FOREIGN.search(said)]
