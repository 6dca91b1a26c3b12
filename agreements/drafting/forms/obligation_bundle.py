"""The form of an obligation with its posts, as pages show it and actions take it."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from agreements.choices import ObligationKind
from agreements.content import Content
from agreements.drafting.actions import obligations as write
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.forms.obligations import TermsForm, terms_form
from agreements.drafting.forms.posts import post_formset, posts_of
from agreements.drafting.obligation_guess import GuessedForm
from agreements.models import Instrument, ObligationTerms
from agreements.texts.assembly import whole_copy


def obligation_bundle(
    data: QueryDict | None,
    row: ObligationTerms | None,
    kind: ObligationKind,
    instrument: Instrument,
    guess: GuessedForm | None = None,
) -> FormBundle:
    initial = guess.initial() if guess else {}
    if row:
        initial = {"revision": row.revision, "clause_key": row.clause.key if row.clause else ""}
    content = whole_copy(instrument)
    form = terms_form(kind)(data, instance=row, initial=initial, content=content, instrument=instrument)
    for name in fields_without(instrument, content):
        del form.fields[name]
    form.guess = guess
    if kind == ObligationKind.STAFF_RELEASE:
        return FormBundle(form, [post_formset(data, row, instrument)])
    return FormBundle(form)


def obligation_arguments(bundle: FormBundle) -> dict[str, Any]:
    """Return a valid form as the actions take it."""
    form = bundle.form
    assert isinstance(form, TermsForm)  # noqa: S101  tells the type checker what stands above
    posts = [post for formset in bundle.formsets for post in posts_of(formset)]
    particulars = write.Particulars(posts=posts) if bundle.formsets else form.particulars()
    return {
        "terms": form.terms(),
        "clause_key": form.cleaned_data.get("clause_key", ""),
        "particulars": particulars,
    }


def fields_without(instrument: Instrument, content: Content) -> Sequence[str]:
    """Return the fields of a place that there is not: in the deed, or in the text."""
    if not instrument.made_elsewhere:
        return ("source_place", "source_page")
    return () if content.sections else ("clause_key",)
