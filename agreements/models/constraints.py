"""Check constraints that many models need, and how a row is asked about them."""

from collections.abc import Collection
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class CheckedAtOnce(models.Model):
    """A row that the database is asked about in one statement, and about each constraint only if one is broken.

    Django asks about each by itself, in a savepoint of its own, which is most of what a form with many of them costs.
    """

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Raise ValidationError as Django does; constraints of fields in `exclude` are not asked."""
        checks = [one for one in self._meta.constraints if isinstance(one, models.CheckConstraint)]
        others = [one for one in self._meta.constraints if one not in checks]
        conditions = [Q(one.condition) for one in checks]
        left_out = set(exclude or ())
        asked = [one for one in conditions if not one.referenced_base_fields & left_out]
        at_once = [models.CheckConstraint(name="all", condition=reduce(and_, asked))] if asked else []
        try:
            for constraint in (*at_once, *others):
                constraint.validate(type(self), self, exclude=left_out)
        except ValidationError:
            super().validate_constraints(exclude)


def known_values(name: str, message: str, **fields: type[models.TextChoices]) -> models.CheckConstraint:
    """Allow in each field only the values of its choices, such as `kind=EditionKind`."""
    condition = Q(**{f"{field}__in": choices.values for field, choices in fields.items()})
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=message)


def not_empty(name: str, message: str, *fields: str) -> models.CheckConstraint:
    """Require a text in each field."""
    condition = Q()
    for field in fields:
        condition &= ~Q(**{field: ""})
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=message)


def not_blank(name: str, message: str, field: str) -> models.CheckConstraint:
    """Require more than white space."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{field}__regex": r"\S"}), violation_error_message=message
    )


def is_sha256(name: str, field: str) -> models.CheckConstraint:
    """Require 64 lower-case hex digits."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__regex": r"^[0-9a-f]{64}$"}),
        violation_error_message="Der Prüfwert hat 64 Hexadezimalziffern.",
    )


def account_or_link(name: str, account: str, participle: str) -> models.CheckConstraint:
    """Require exactly one of the account and `link`; `participle` begins the German message, such as „Festgehalten“."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{account}__isnull": False}, link__isnull=True)
        | Q(**{f"{account}__isnull": True}, link__isnull=False),
        violation_error_message=f"{participle} hat es entweder ein Konto oder jemand über einen Link.",
    )
