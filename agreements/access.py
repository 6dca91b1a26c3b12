"""The door: a view receives its object from here, or the reader learns why not.

What a person may not see is not there for her (404); what she may see but not do is refused with the reason (403).
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from agreements import policy
from agreements.choices import Status
from agreements.models import (
    Agreement,
    AgreementTemplate,
    Delegation,
    Edition,
    Instrument,
    Obligation,
    Signature,
    Suggestion,
    Thread,
)
from districts.access import View, mark_action
from districts.models import User

Kept = TypeVar("Kept", Edition, Signature, Delegation)


def reader(request: HttpRequest) -> User:
    """Return the signed-in person; the middleware has made sure that there is one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def open_to(action: str) -> Callable[[View], View]:
    """Open a view without an object to those who may do the action."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            permit(policy.verdict(request.user, action))
            return view(request, *args, **kwargs)

        return mark_action(guarded, action)

    return wrap


def _door(
    action: str, find: Callable[..., tuple[Any, Agreement | Instrument]], *keys: str
) -> Callable[[View], View]:
    """Open a view to what `find` returns for the reader and those parts of the address that `keys` name."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            found, judged = find(reader(request), *(parts.pop(key) for key in keys or ("pk",)))
            permit(policy.verdict(request.user, action, judged))
            request.about = judged  # type: ignore[attr-defined]  # the menu asks below which of its ways the page lies
            return view(request, found, **parts)

        return mark_action(guarded, action)

    return wrap


def agreement_action(action: str) -> Callable[[View], View]:
    """Give the view the agreement with the key in the address."""

    def find(user: User, pk: int) -> tuple[Agreement, Agreement]:
        agreement = policy.visible_to(user).select_related("district", "coordinator").filter(pk=pk).first()
        if agreement is None:
            raise Http404
        return agreement, agreement

    return _door(action, find)


def instrument_action(action: str) -> Callable[[View], View]:
    """Give the view the instrument with the key in the address."""
    return _door(action, _instrument)


def _instrument(user: User, pk: int) -> tuple[Instrument, Instrument]:
    instrument = (
        policy.visible_instruments(user)
        .select_related("agreement__district", "agreement__coordinator", "frozen_version")
        .filter(pk=pk)
        .first()
    )
    if instrument is None:
        raise Http404
    return instrument, instrument


def template_action(action: str) -> Callable[[View], View]:
    """Give the view the published model text with the key in the address."""

    def wrap(view: View) -> View:
        @open_to(action)  # whoever may read one may read all of them: they belong to no district
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, **parts: Any) -> HttpResponseBase:
            return view(request, get_object_or_404(AgreementTemplate, pk=pk), **parts)

        return guarded

    return wrap


def model_action(action: str) -> Callable[[View], View]:
    """Give the view the model text in the making with the key in the address; a contract is none."""

    def find(user: User, pk: int) -> tuple[Instrument, Instrument]:
        instrument, judged = _instrument(user, pk)
        if not instrument.agreement.is_model:
            raise Http404
        return instrument, judged

    return _door(action, find)


def edition_action(action: str) -> Callable[[View], View]:
    """Give the view the stored PDF with the key in the address."""

    def find(user: User, pk: int) -> tuple[Edition, Instrument]:
        edition = _kept_of_version(user, Edition.objects.select_related("file"), pk)
        return edition, edition.version.instrument

    return _door(action, find)


def signature_action(action: str) -> Callable[[View], View]:
    """Give the view the recorded signature with the key in the address."""

    def find(user: User, pk: int) -> tuple[Signature, Instrument]:
        signature = _kept_of_version(user, Signature.objects.select_related("scan"), pk)
        return signature, signature.version.instrument

    return _door(action, find)


def delegation_action(action: str) -> Callable[[View], View]:
    """Give the view the delegation with the key in the address."""

    def find(user: User, pk: int) -> tuple[Delegation, Instrument]:
        delegation = _kept_of_version(user, Delegation.objects.select_related("document"), pk)
        return delegation, delegation.version.instrument

    return _door(action, find)


def _kept_of_version(user: User, rows: QuerySet[Kept], pk: int) -> Kept:
    """Return what is kept of a version, with the instrument, in one query, without the text, which no file needs."""
    found = (
        rows.select_related("version__instrument__agreement__district")
        .defer("version__content", "version__source")
        .filter(pk=pk, version__instrument__in=policy.visible_instruments(user))
        .first()
    )
    if found is None or not policy.sees_version(user, found.version):
        raise Http404
    return found


def obligation_action(action: str) -> Callable[[View], View]:
    """Give the view an obligation of a signed instrument that the reader may see."""

    def find(user: User, pk: int) -> tuple[Obligation, Instrument]:
        obligation = Obligation.objects.select_related("agreement__district").filter(pk=pk).first()
        terms = (
            obligation.terms.filter(instrument__status=Status.SIGNED).order_by("-instrument__number").first()
            if obligation
            else None
        )
        if obligation is None or terms is None:
            raise Http404
        return obligation, _instrument(user, terms.instrument_id)[0]

    return _door(action, find)


def release_action(action: str) -> Callable[[View], View]:
    """Give the view an agreement, with the newest of its signed instruments that the reader may see as judged."""

    def find(user: User, pk: int) -> tuple[Agreement, Instrument]:
        instrument = (
            policy.visible_instruments(user)
            .select_related("agreement__district", "agreement__coordinator")
            .filter(agreement=pk, status=Status.SIGNED)
            .order_by("-number")
            .first()
        )
        if instrument is None:
            raise Http404
        return instrument.agreement, instrument

    return _door(action, find)


def obligations_visible_to(user: User, keys: Collection[int]) -> dict[int, Obligation]:
    """Return by their keys those of some obligations of signed instruments that the reader may see."""
    seen = policy.visible_instruments(user).filter(status=Status.SIGNED)
    return Obligation.objects.filter(pk__in=keys, terms__instrument__in=seen).distinct().in_bulk()


def thread_action(action: str) -> Callable[[View], View]:
    """Give the view a comment's thread that the reader may read, by its key below its instrument."""

    def find(user: User, pk: int, key: str) -> tuple[Thread, Instrument]:
        thread = _thread(user, pk, key)
        return thread, thread.instrument

    return _door(action, find, "pk", "thread_key")


def suggestion_action(action: str) -> Callable[[View], View]:
    """Give the view a suggestion of a thread that the reader may read; its `thread` is fetched along."""

    def find(user: User, pk: int, key: str, suggestion: int) -> tuple[Suggestion, Instrument]:
        thread = _thread(user, pk, key)
        found: Suggestion | None = (
            thread.suggestions.select_related("made_by", "decided_by").filter(pk=suggestion).first()
        )
        if found is None:
            raise Http404
        found.thread = thread
        return found, thread.instrument

    return _door(action, find, "pk", "thread_key", "suggestion")


def _thread(user: User, pk: int, key: str) -> Thread:
    thread = (
        policy.visible_threads(user)
        .select_related(
            "instrument__agreement__district",
            "instrument__frozen_version",
            "obligation",
            "opened_by",
            "resolved_by",
        )
        .filter(instrument=pk, key=key)
        .first()
    )
    if thread is None:
        raise Http404
    return thread


def permit(answer: policy.Verdict) -> None:
    """Answer the request with 403 and the reason if the verdict is no."""
    if not answer.allowed:
        raise PermissionDenied(answer.reason)
