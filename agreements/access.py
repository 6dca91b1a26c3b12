"""View decorators: they check the permission and pass the object to the view.

An object that the user may not see does not exist for her (404); an action that she may not do is refused with the
reason (403).
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
    TableImport,
    Thread,
)
from districts.access import View, mark_action
from districts.models import User

OfVersion = TypeVar("OfVersion", Edition, Signature, Delegation)


class RefusedByState(PermissionDenied):
    """The status of the object forbids the action; `verdict` says which step leads on."""

    def __init__(self, verdict: policy.Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.reason)


def current_user(request: HttpRequest) -> User:
    """Return the signed-in user; the login middleware guarantees one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def action_required(action: str) -> Callable[[View], View]:
    """Require the permission for an action without an object."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            permit(policy.verdict(request.user, action))
            return view(request, *args, **kwargs)

        return mark_action(checked, action)

    return decorate


def _object_action(
    action: str, find: Callable[..., tuple[Any, Agreement | Instrument]], *keys: str
) -> Callable[[View], View]:
    """Pass the view what `find` returns first; the permission is checked on what it returns second.

    `find` takes the user and the URL arguments named by `keys`, by default `pk`, and raises Http404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            found, subject = find(current_user(request), *(kwargs.pop(key) for key in keys or ("pk",)))
            request.about = subject  # type: ignore[attr-defined]  # for the navigation and the page of a refusal
            permit(policy.verdict(request.user, action, subject))
            return view(request, found, **kwargs)

        return mark_action(checked, action)

    return decorate


def permit(verdict: policy.Verdict) -> None:
    """Raise PermissionDenied with the reason unless the verdict allows it."""
    if not verdict.allowed:
        raise RefusedByState(verdict) if verdict.is_state else PermissionDenied(verdict.reason)


def agreement_action(action: str) -> Callable[[View], View]:
    """Pass the visible agreement `pk`."""

    def find(user: User, pk: int) -> tuple[Agreement, Agreement]:
        agreement = get_object_or_404(
            policy.visible_to(user).select_related("district", "coordinator"), pk=pk
        )
        return agreement, agreement

    return _object_action(action, find)


def instrument_action(action: str) -> Callable[[View], View]:
    """Pass the visible instrument `pk`."""

    def find(user: User, pk: int) -> tuple[Instrument, Instrument]:
        instrument = _instrument(user, pk)
        return instrument, instrument

    return _object_action(action, find)


def amendment_action(action: str) -> Callable[[View], View]:
    """Pass the visible amendment `number` of the agreement `pk`."""

    def find(user: User, pk: int, number: int) -> tuple[Instrument, Instrument]:
        instrument = get_object_or_404(_instruments(user), agreement=pk, number=number, number__gt=0)
        return instrument, instrument

    return _object_action(action, find, "pk", "number")


def _instruments(user: User) -> QuerySet[Instrument]:
    return policy.visible_instruments(user).select_related(
        "agreement__district", "agreement__coordinator", "frozen_version"
    )


def _instrument(user: User, pk: int) -> Instrument:
    return get_object_or_404(_instruments(user), pk=pk)


def template_action(action: str) -> Callable[[View], View]:
    """Pass the published model text `pk`; they belong to no district, so who may read one may read all."""

    def decorate(view: View) -> View:
        @action_required(action)
        @wraps(view)
        def checked(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            return view(request, get_object_or_404(AgreementTemplate, pk=pk), **kwargs)

        return checked

    return decorate


def table_import_action(action: str) -> Callable[[View], View]:
    """Pass the uploaded table `pk`; it is there only for who uploaded it."""

    def decorate(view: View) -> View:
        @action_required(action)
        @wraps(view)
        def checked(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            own = TableImport.objects.filter(uploaded_by=current_user(request)).select_related("file")
            return view(request, get_object_or_404(own, pk=pk), **kwargs)

        return checked

    return decorate


def model_action(action: str) -> Callable[[View], View]:
    """Pass the unpublished model text `pk`; 404 for a contract."""

    def find(user: User, pk: int) -> tuple[Instrument, Instrument]:
        instrument = _instrument(user, pk)
        if not instrument.agreement.is_model:
            raise Http404
        return instrument, instrument

    return _object_action(action, find)


def edition_action(action: str) -> Callable[[View], View]:
    """Pass the stored PDF `pk`."""
    return _of_version_action(action, Edition.objects.select_related("file"))


def signature_action(action: str) -> Callable[[View], View]:
    """Pass the recorded signature `pk`, even if a later record corrects it."""
    return _of_version_action(action, Signature.records.select_related("scan", "signatory", "delegation"))


def delegation_action(action: str) -> Callable[[View], View]:
    """Pass the delegation `pk`."""
    return _of_version_action(action, Delegation.objects.select_related("document"))


def _of_version_action(action: str, rows: QuerySet[OfVersion]) -> Callable[[View], View]:
    """Pass a row that belongs to a version, in one query and without the version's text.

    Rows of versions taken back exist only for those who may read every draft.
    """

    def find(user: User, pk: int) -> tuple[OfVersion, Instrument]:
        row = get_object_or_404(
            rows.select_related("version__instrument__agreement__district").defer(
                "version__content", "version__source"
            ),
            pk=pk,
            version__instrument__in=policy.visible_instruments(user),
        )
        if not policy.sees_version(user, row.version):
            raise Http404
        return row, row.version.instrument

    return _object_action(action, find)


def obligation_action(action: str) -> Callable[[View], View]:
    """Pass the obligation `pk` if it stands in a visible signed instrument."""

    def find(user: User, pk: int) -> tuple[Obligation, Instrument]:
        obligation = get_object_or_404(Obligation.objects.select_related("agreement__district"), pk=pk)
        terms = (
            obligation.terms.filter(instrument__status=Status.SIGNED).order_by("-instrument__number").first()
        )
        if terms is None:
            raise Http404
        return obligation, _instrument(user, terms.instrument_id)

    return _object_action(action, find)


def obligations_visible_to(user: User, keys: Collection[int]) -> dict[int, Obligation]:
    """Return by key those of the obligations that stand in a visible signed instrument."""
    visible = policy.visible_instruments(user).filter(status=Status.SIGNED)
    return Obligation.objects.filter(pk__in=keys, terms__instrument__in=visible).distinct().in_bulk()


def signed_agreement_action(action: str) -> Callable[[View], View]:
    """Pass the agreement `pk`; the permission is checked on its newest visible signed instrument."""

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

    return _object_action(action, find)


def thread_action(action: str) -> Callable[[View], View]:
    """Pass the visible comment thread `thread_key` of the instrument `pk`."""

    def find(user: User, pk: int, key: str) -> tuple[Thread, Instrument]:
        thread = _thread(user, pk, key)
        return thread, thread.instrument

    return _object_action(action, find, "pk", "thread_key")


def suggestion_action(action: str) -> Callable[[View], View]:
    """Pass the suggestion of a visible thread, with its `thread` set."""

    def find(user: User, pk: int, key: str, suggestion_pk: int) -> tuple[Suggestion, Instrument]:
        thread = _thread(user, pk, key)
        suggestion = get_object_or_404(
            thread.suggestions.select_related("made_by", "decided_by"), pk=suggestion_pk
        )
        suggestion.thread = thread
        return suggestion, thread.instrument

    return _object_action(action, find, "pk", "thread_key", "suggestion")


def _thread(user: User, pk: int, key: str) -> Thread:
    related = (
        "instrument__agreement__district",
        "instrument__frozen_version",
        "obligation",
        "opened_by",
        "resolved_by",
    )
    return get_object_or_404(policy.visible_threads(user).select_related(*related), instrument=pk, key=key)
