"""What stands in the addresses of more than one package."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from agreements.choices import ObligationKind, SectionKind, Side


class KindConverter(StringConverter):
    """A kind of obligation."""

    regex = "|".join(ObligationKind.values)


class SectionKindConverter(StringConverter):
    """A kind of section."""

    regex = "|".join(SectionKind.values)


class SideConverter(StringConverter):
    """The side of a party."""

    regex = "|".join(Side.values)


def register() -> None:
    """Register them before any package's addresses are read."""
    register_converter(KindConverter, "obligation_kind")
    register_converter(SectionKindConverter, "section_kind")
    register_converter(SideConverter, "side")
