"""Two people at once in the admin: changes that fit are merged, others are shown side by side and nothing is lost.

As on the pages of a draft, the form carries what the person saw when she began (`base`). It is unsigned: whoever forges
it spoils nothing but her own merge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from agreements.drafting.concurrency.conflict_page import Clash, clash
from agreements.drafting.concurrency.form_bundle import (
    FormBundle,
    data_of,
    packed,
    unpacked,
    values_of,
    words_of,
)
from agreements.drafting.concurrency.last_change import LastChange, last_change
from agreements.drafting.concurrency.merge import MergedFields, Values, merge_fields
from agreements.drafting.form_pages import name_of
from agreements.models import Instrument
from districts.admin.base_admin import BaseAdmin, BaseAdminForm

Formsets = Sequence[forms.BaseFormSet[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What the page of an outdated form shows; `taken` names the fields that came from the others."""

    who: str
    clashes: tuple[Clash, ...]
    taken: tuple[str, ...]


class TogetherForm(BaseAdminForm):
    """A form that meets what others have stored meanwhile. `theirs` is that, once the form turned out outdated.

    `alone` says that no rows of other tables are written on the same page: then what fits is merged by itself.
    """

    alone = True
    together: ClassVar[Sequence[frozenset[str]]] = ()
    theirs: Values | None = None
    merged = False

    def full_clean(self) -> None:
        """Clean what was typed, or, if others were faster and both changes fit, both together."""
        typed = self.data
        if self.is_bound and self.existing and not self.refusal and self.data.get("revision") != self.current:
            self.theirs = values_of(FormBundle(type(self)(instance=self.instance)))
            fields = self.meet(unpacked(self.data.get("base", "")), self.theirs, values_of(FormBundle(self)))
            if self.alone and not fields.conflicts:
                self.type_in(fields.values)
                super().full_clean()
                self.merged = not self.errors
                if self.merged:
                    return
                self.data = typed
        super().full_clean()

    def meet(self, base: Values | None, theirs: Values, mine: Values) -> MergedFields:
        """Hold the three against each other: long texts word by word, everything else field by field."""
        prose = {
            name
            for name, field in self.fields.items()
            if isinstance(field.widget, forms.Textarea) and not isinstance(field, forms.JSONField)
        }
        return merge_fields(base, theirs, mine, prose=prose, together=self.together)

    def type_in(self, values: Values) -> None:
        """Put values into the form as if they had been typed over what is stored."""
        own = {name: said for name, said in values.items() if name in self.fields}
        self.data = data_of(FormBundle(self), own, int(self.current))


class TogetherAdmin(BaseAdmin):
    """A noun whose outdated forms are merged or shown beside what is stored.

    `instrument_path` leads from a row to its instrument.
    """

    together: ClassVar[Sequence[frozenset[str]]] = ()
    instrument_path: ClassVar[str] = "instrument"

    def instrument_of(self, obj: Any) -> Instrument:
        """Return the instrument that the row belongs to."""
        found: Instrument = attrgetter(self.instrument_path.replace("__", "."))(obj)
        return found

    def carrier_of(self, obj: Any) -> Any:
        """Return the row that carries the revision."""
        return obj

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form how its fields belong together and whether it is alone on its page."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.together = self.together
        form.alone = not any(inline.writes for inline in self.get_inlines(request, obj))  # type: ignore[attr-defined]  # all are HouseInlines
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say so when two changes were merged."""
        other = self._last_change(form.instance) if change and form.merged else None
        super().save_related(request, form, formsets, change)
        if change and form.merged:
            words = f"Gleichzeitig hat {name_of(request, other)} hier etwas geändert; beide Änderungen wurden zusammengeführt."
            self.message_user(request, f"{words} Bitte lesen Sie die Stelle noch einmal.", messages.WARNING)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Let the form carry what it is based on; an outdated one comes back beside what is stored."""
        form = context["adminform"].form
        if change and form.fields:
            inlines = [inline for inline in context["inline_admin_formsets"] if inline.opts.writes]
            context["base"] = request.POST.get("base", "")
            if not form.is_bound:
                context["base"] = packed(values_of(FormBundle(form, [inline.formset for inline in inlines])))
            elif form.theirs is not None and not form.refusal:
                self._meet(request, context, form, inlines)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _meet(self, request: HttpRequest, context: dict[str, Any], form: Any, inlines: Sequence[Any]) -> None:
        typed = {str(inline.formset.prefix): inline.formset for inline in inlines}
        stored = {name: _stored(formset) for name, formset in typed.items()}
        base = unpacked(request.POST.get("base", ""))
        theirs = {**form.theirs, **_only(values_of(FormBundle(form, list(stored.values()))), stored)}
        mine = values_of(FormBundle(form, list(typed.values())))
        fields = form.meet(base, theirs, mine)
        form.type_in(fields.choose("mine"))
        for inline in inlines:
            name = str(inline.formset.prefix)
            if name not in fields.conflicts:  # then what is stored holds, or both are the same
                inline.formset = stored[name] if fields.values[name] == theirs[name] else typed[name]
        taken = [
            n for n, said in fields.values.items() if n not in fields.conflicts and said != mine.get(n, ())
        ]
        sheet = FormBundle(form, list(stored.values()))
        context["base"] = packed(theirs)
        context["meeting"] = Meeting(
            who=name_of(request, self._last_change(form.instance)),
            clashes=tuple(
                clash(_label(sheet, name), found, partial(_words, sheet, name))
                for name, found in fields.conflicts.items()
            ),
            taken=tuple(_label(sheet, name) for name in taken),
        )

    def _last_change(self, obj: Any) -> LastChange | None:
        return last_change(self.instrument_of(obj), self.carrier_of(obj))


def _stored(formset: Any) -> Any:
    """Return the rows of an inline as they are stored now."""
    return type(formset)(instance=formset.instance, prefix=formset.prefix, queryset=formset.queryset)


def _only(values: Values, names: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: said for name, said in values.items() if name in names}


def _label(sheet: FormBundle, name: str) -> str:
    if name in sheet.form.fields:
        return str(sheet.form[name].label)
    formset = next(formset for formset in sheet.formsets if formset.prefix == name)
    return str(formset.model._meta.verbose_name_plural)  # type: ignore[attr-defined]  # inlines are of models


def _words(sheet: FormBundle, name: str, said: tuple[str, ...]) -> str:
    """Return a value as people read it; the numbers of rows say nothing to them."""
    formset = next((formset for formset in sheet.formsets if formset.prefix == name), None)
    if formset is None:
        return words_of(sheet, name, said)
    hidden = {bound.name for bound in formset.empty_form if bound.is_hidden}
    return words_of(sheet, name, tuple(_without(row, hidden) for row in said))


def _without(row: str, names: set[str]) -> str:
    try:
        cells = msgspec.json.decode(row, type=dict[str, tuple[str, ...]])
    except msgspec.DecodeError:
        return row
    return msgspec.json.encode({name: said for name, said in cells.items() if name not in names}).decode()
