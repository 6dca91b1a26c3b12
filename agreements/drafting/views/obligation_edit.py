"""How an obligation is edited: in a draft, and in what is typed from a contract signed elsewhere."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from agreements.access import current_user
from agreements.choices import ObligationKind
from agreements.drafting.concurrency.edit import AddInstead, Edit
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.forms.obligation_bundle import obligation_arguments, obligation_bundle
from agreements.drafting.forms.obligations import DUE_FIELDS
from agreements.drafting.queries import terms_of
from agreements.event_row import EventKey
from agreements.models import Instrument, ObligationTerms

# merged as one: half a rule from each user would be a rule that nobody wrote
FIELD_GROUPS = [frozenset({"shape", *DUE_FIELDS}), frozenset({"quantity", "unit", "sense"})]


def obligation_edit_of(
    request: HttpRequest,
    instrument: Instrument,
    code: str,
    *,
    action: Callable[..., ObligationTerms],
    add_page: str,
) -> tuple[ObligationKind, Edit]:
    """Return the kind of an obligation and how it is edited with `action`; `add_page` names the page of a new one."""
    row = terms_of(request, instrument, code)
    kind = row.kind if row else request.POST.get("kind")  # the form says what it was before it was removed
    if kind not in ObligationKind.values:
        raise Http404

    def write(bundle: FormBundle) -> ObligationTerms:
        return action(
            instrument,
            code=code,
            **obligation_arguments(bundle),
            revision=bundle.form.cleaned_data["revision"] or 0,
            by=current_user(request),
            at=timezone.now(),
        )

    return ObligationKind(kind), Edit(
        row=row,
        make=lambda data, terms: obligation_bundle(data, terms, ObligationKind(kind), instrument),
        write=write,
        add_instead=AddInstead(
            address=reverse(add_page, args=[instrument.pk, kind]),
            button="Als neue Pflicht anlegen",
            name=EventKey.OBLIGATION,
            key=code,
        ),
        field_groups=FIELD_GROUPS,
    )
