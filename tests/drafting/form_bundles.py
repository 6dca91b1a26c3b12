"""Reads the forms of a page as a browser would submit them, by the label of the button."""

from html.parser import HTMLParser
from typing import Any


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.inside = self.button = False
        self.select = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = True
            self.forms.append({"fields": {}, "button": "", "address": attributes.get("action", "")})
        if not self.inside:
            return
        fields, name, value = (
            self.forms[-1]["fields"],
            attributes.get("name", ""),
            attributes.get("value", ""),
        )
        if tag == "button":
            self.button = True
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            if attributes.get("type") not in {"checkbox", "radio"}:
                fields.setdefault(name, []).append(value)
            elif "checked" in attributes:
                fields.setdefault(name, []).append(value or "on")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attributes:
            fields[self.select] = [value]
        elif tag == "textarea":
            self.text = name
            fields[name] = [""]

    def handle_data(self, data: str) -> None:
        if self.text:
            kept = self.forms[-1]["fields"][self.text][0]
            self.forms[-1]["fields"][self.text] = [kept + data if kept else data.removeprefix("\n")]
        elif self.button:
            self.forms[-1]["button"] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "button":
            self.button = False
        elif tag == "textarea":
            self.text = ""
        elif tag == "select":
            self.select = ""


def form_with(response: Any, button: str) -> dict[str, list[str]]:
    """Return the fields of the form with this button."""
    fields: dict[str, list[str]] = _form(response, button)["fields"]
    return fields


def address_of(response: Any, button: str) -> str:
    """Return the action of the form with this button; empty for the page itself."""
    address: str = _form(response, button)["address"]
    return address


def buttons(response: Any) -> list[str]:
    return [form["button"] for form in _read(response)]


def _form(response: Any, button: str) -> dict[str, Any]:
    matching = [form for form in _read(response) if form["button"].strip() == button]
    assert matching, f"no form with the button „{button}“ among {buttons(response)}"
    return matching[0]


def _read(response: Any) -> list[dict[str, Any]]:
    parser = _Forms()
    parser.feed(response.content.decode())
    parser.close()
    return parser.forms
