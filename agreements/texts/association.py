"""The association as it is today; what is frozen keeps what it was."""

from django.db.models import QuerySet

from agreements.models import Association, Representative

SHORT = "MitWirkung"  # what a text about it calls it
NAME, ADDRESS, TELEPHONE, CONTACT = "TRAEGER_NAME", "TRAEGER_ANSCHRIFT", "TRAEGER_TELEFON", "TRAEGER_KONTAKT"


def current_association() -> Association | None:
    return Association.objects.order_by("-pk").first()


def offered_representatives() -> QuerySet[Representative]:
    """Return who may sign for the association today."""
    return Representative.objects.filter(association=current_association())


def association_values() -> dict[str, str]:
    """Return the values of the placeholders that name the association."""
    found = current_association()
    if found is None:
        return {}
    return {NAME: found.name, ADDRESS: found.address, TELEPHONE: found.telephone, CONTACT: found.contact}
