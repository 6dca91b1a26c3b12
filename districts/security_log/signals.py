"""What Django says about accounts, written into the security log: by their numbers, never by name or address."""

from collections.abc import Collection
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth import signals as auth
from django.db.models import Q, signals
from django.http import HttpRequest
from django.utils import timezone

from districts.models import Membership, User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note, record

FIELDS = (
    *("username", "first_name", "last_name", "email", "office_phone"),
    *("is_active", "is_staff", "is_superuser"),
)


def connect() -> None:
    """Hear what happens to accounts and roles from now on, whoever signs people in."""
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_sign_in_failed)
    authentication_step_completed.connect(_step_completed)
    authentication_failed.connect(_factor_failed)
    signals.pre_save.connect(_before_account, sender=User)
    signals.post_save.connect(_account_saved, sender=User)
    signals.post_delete.connect(_account_deleted, sender=User)
    signals.pre_save.connect(_before_role, sender=Membership)
    signals.post_save.connect(_role_saved, sender=Membership)
    signals.post_delete.connect(_role_deleted, sender=Membership)
    signals.post_save.connect(_factor_saved, sender=Authenticator)
    signals.post_delete.connect(_factor_deleted, sender=Authenticator)


def _signed_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    if request is not None:
        note(request, SecurityKind.SIGNED_IN, person=user.pk)


def _signed_out(request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if request is not None and user is not None:
        note(request, SecurityKind.SIGNED_OUT, person=user.pk)


def _sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Note the account that was tried, if there is one; what was typed may be a password and is not kept."""
    if request is not None:
        named = Q(username=credentials.get("username") or "")
        if email := credentials.get("email"):
            named |= Q(email__iexact=email)
        tried = User.objects.filter(named).order_by("pk").values_list("pk", flat=True)
        note(request, SecurityKind.SIGN_IN_FAILED, person=tried.first())


def _step_completed(request: HttpRequest, user: User, reauthenticated: bool = False, **_: Any) -> None:
    if reauthenticated:
        note(request, SecurityKind.CONFIRMED_AGAIN, person=user.pk)


def _factor_failed(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, SecurityKind.SIGN_IN_FAILED, person=user.pk)


def _before_account(instance: User, raw: bool, update_fields: Collection[str] | None, **_: Any) -> None:
    """Read what is stored, unless the account is new or only the last sign-in changes."""
    if instance.pk is not None and set(update_fields or FIELDS) & {*FIELDS, "password"}:
        stored = User.objects.filter(pk=instance.pk).values(*FIELDS, "password").first()
        instance.__dict__["_stored"] = stored


def _account_saved(instance: User, created: bool, update_fields: Collection[str] | None, **_: Any) -> None:
    stored: dict[str, Any] | None = instance.__dict__.pop("_stored", None)
    now, about = timezone.now(), f"account={instance.pk}"
    if created:
        record(SecurityKind.ACCOUNT_ADDED, at=now, about=about)
        return
    if stored is None:
        return
    if changed := [name for name in FIELDS if stored[name] != getattr(instance, name)]:
        record(SecurityKind.ACCOUNT_CHANGED, at=now, about=f"{about} {', '.join(changed)}")
    # at signing in Django may store the same password in a newer way
    upgraded = set(update_fields or ()) == {"password"} and instance._password is None  # type: ignore[attr-defined]  # Django's own mark
    if stored["password"] != instance.password and not upgraded:
        record(SecurityKind.PASSWORD_CHANGED, at=now, about=about)


def _account_deleted(instance: User, **_: Any) -> None:
    record(SecurityKind.ACCOUNT_DELETED, at=timezone.now(), about=f"account={instance.pk}")


def _before_role(instance: Membership, **_: Any) -> None:
    if instance.pk is not None:
        instance.__dict__["_stored"] = Membership.objects.filter(pk=instance.pk).first()


def _role_saved(instance: Membership, created: bool, **_: Any) -> None:
    before: Membership | None = instance.__dict__.pop("_stored", None)
    if created:
        record(SecurityKind.ROLE_GIVEN, at=timezone.now(), about=_role_words(instance))
    elif before is not None and (old := _role_words(before)) != (new := _role_words(instance)):
        record(SecurityKind.ROLE_CHANGED, at=timezone.now(), about=f"{old} -> {new}")


def _role_deleted(instance: Membership, **_: Any) -> None:
    record(SecurityKind.ROLE_TAKEN, at=timezone.now(), about=_role_words(instance))


def _role_words(role: Membership) -> str:
    place = f" district={role.district_id}" if role.district_id else ""
    return f"account={role.user_id} role={role.role}{place}"


def _factor_saved(instance: Authenticator, created: bool, **_: Any) -> None:
    if created:
        record(SecurityKind.FACTOR_ADDED, at=timezone.now(), about=_factor_words(instance))


def _factor_deleted(instance: Authenticator, **_: Any) -> None:
    record(SecurityKind.FACTOR_REMOVED, at=timezone.now(), about=_factor_words(instance))


def _factor_words(factor: Authenticator) -> str:
    return f"account={factor.user_id} {factor.type}"
