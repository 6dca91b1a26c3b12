"""What a password must be, and how it is hashed: long, and nothing that everybody here would guess first."""

import re
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

from districts.identity_providers import without_password_words

LONGEST_PASSWORD = 128  # characters; a hash of megabytes would keep a processor busy

OF_PLACE = """
mitte friedrichshain kreuzberg pankow charlottenburg wilmersdorf spandau steglitz zehlendorf
tempelhof schoeneberg neukoelln treptow koepenick marzahn hellersdorf lichtenberg reinickendorf
weissensee prenzlauerberg hohenschoenhausen wedding tiergarten berlin brandenburg bezirk bezirksamt
rathaus senat hauptstadt
"""
OF_WORK = """
mitwirkung vertrag kooperation kooperationsvertrag vereinbarung kinder kind familie familien
kinderarmut familienarmut armut jugend jugendamt gesundheitsamt sozialamt koordination verein
verwaltung praevention
"""
ALWAYS_TRIED = """
passwort kennwort password geheim sommer winter herbst fruehling januar februar maerz april mai juni
juli august september oktober november dezember montag dienstag mittwoch donnerstag freitag hallo
willkommen start login admin test demo qwertz qwerty asdf und in der die das fuer von
"""
LOCAL_WORDS = f"{OF_PLACE} {OF_WORK} {ALWAYS_TRIED}".split()
ONLY_LOCAL = re.compile(f"(?:{'|'.join(sorted(LOCAL_WORDS, key=len, reverse=True))})+")
PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
REFUSED = (
    "Dieses Passwort besteht nur aus Wörtern, die hier naheliegen, und Zahlen. Nehmen Sie mehrere Wörter, die nichts mit "
    "Ihrer Arbeit zu tun haben."
)


class LocalWordsValidator:
    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password of nothing but local words, numbers and signs."""
        letters = re.sub(r"[^a-z]", "", password.casefold().translate(PLAIN))
        if not letters or ONLY_LOCAL.fullmatch(letters):
            raise ValidationError(REFUSED, code="password_local")

    def get_help_text(self) -> str:
        return "Das Passwort darf nicht nur aus Wörtern wie „Pankow“ oder „Mitwirkung“ und Zahlen bestehen."


class LongestPasswordValidator:
    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that no form would take again."""
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return f"Das Passwort darf höchstens {LONGEST_PASSWORD} Zeichen haben."


class AuthorityValidator:
    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for any password of somebody whose authority wants her to have none."""
        if refused := without_password_words(getattr(user, "email", "")):
            raise ValidationError(f"{refused} Es wurde nichts geändert.", code="password_not_here")

    def get_help_text(self) -> str:
        return "Nicht jede Stelle lässt ihre Leute hier ein Passwort haben."


class SmallArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with the least memory that OWASP recommends: Django's 100 MiB would, for eight threads at once, be too much."""

    memory_cost = 19_456  # KiB
    parallelism = 1
