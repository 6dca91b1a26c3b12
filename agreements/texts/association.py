"""The association as it is today; what is frozen keeps what it was."""

from agreements.models import Association

NAME, ADDRESS, TELEPHONE, CONTACT = "TRAEGER_NAME", "TRAEGER_ANSCHRIFT", "TRAEGER_TELEFON", "TRAEGER_KONTAKT"


def current_association() -> Association | None:
    return Association.objects.order_by("-pk").first()


def offered_representative() -> dict[str, str]:
    """Return what the form of a new contract offers for the signatory of the association."""
    found = current_association()
    person = found.representatives.first() if found else None
    if person is None:
        return {}
    return {f"association_{name}": getattr(person, name) for name in ("name", "function", "authority")}


def association_values() -> dict[str, str]:
    """Return the values of the placeholders that name the association."""
    found = current_association()
    if found is None:
        return {}
    return {NAME: found.name, ADDRESS: found.address, TELEPHONE: found.telephone, CONTACT: found.contact}
