"""Reading e-mail addresses. Pure.

What nobody sees is removed, and full-width letters are the plain ones. A domain is stored in the letters of the DNS by
IDNA 2008: the standard library still follows IDNA 2003, which would send „weiß.example“ to „weiss.example“.
"""

import unicodedata

import idna
import regex

INVISIBLE = regex.compile(r"[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]")


class UnreadableAddressError(ValueError):
    """The address cannot be written to; the message is a German sentence that names the place."""


def read_address(typed: str) -> str:
    """Return an address as it is stored. Raises UnreadableAddressError; the form of what is left is not checked."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", typed))).strip()
    name, at, domain = plain.rpartition("@")
    if not at or not domain or domain.startswith("["):
        return plain
    if strange := next((letter for letter in name if not letter.isascii() or letter.isspace()), ""):
        what = "ein Leerzeichen" if strange.isspace() else f"„{strange}“"
        raise UnreadableAddressError(
            f"Vor dem @ steht {what}. Dort sind nur Buchstaben ohne Umlaute, Ziffern und Zeichen wie Punkt und Bindestrich möglich."
        )
    try:
        return f"{name}@{idna.encode(domain, uts46=True, std3_rules=True).decode()}"
    except idna.IDNAError:
        raise UnreadableAddressError(
            f"„{domain}“ hinter dem @ kann keine Adresse im Internet sein. Bitte prüfen Sie die Schreibweise."
        ) from None


def shown_address(stored: str) -> str:
    """Return an address as people write it: „greta@weiß.example“."""
    name, at, domain = stored.rpartition("@")
    if "xn--" not in domain:
        return stored
    try:
        return f"{name}{at}{idna.decode(domain)}"
    except idna.IDNAError:
        return stored
