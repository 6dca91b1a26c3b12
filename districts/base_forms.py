"""The classes that every form of the application is one of."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from districts.fields import form_field

M = TypeVar("M", bound=Model)
INCOMPLETE = "Das Formular kam unvollständig an. Bitte laden Sie die Seite neu und senden Sie es noch einmal."


class NamedErrors(forms.BaseForm):
    """Says of an error which field it is about.

    A missing entry is named. What a constraint refuses is said at the field that its `violation_error_code` names.
    """

    def add_error(self, field: str | None, error: Any) -> None:
        if not isinstance(error, ValidationError):
            error = ValidationError(error)
        errors = error.error_dict if hasattr(error, "error_dict") else {field: error.error_list}
        placed: dict[str, list[ValidationError]] = {}
        for name, found in errors.items():
            for one in found:
                at = self.field_of(str(one.code)) if name in {None, NON_FIELD_ERRORS} else name
                place = at if at in self.fields else name or NON_FIELD_ERRORS
                placed.setdefault(place, []).append(self._named(place, one))
        super().add_error(None, ValidationError(placed))

    def field_of(self, code: str) -> str:
        """Return the name of the field that the code of an error means."""
        return code

    def _named(self, name: str, error: ValidationError) -> ValidationError:
        """Put the field's name into Django's own sentence; a sentence of ours stays."""
        if name not in self.fields or error.code != "required":
            return error
        if error.message != forms.Field.default_error_messages["required"]:
            return error
        bound = self[name]
        return ValidationError(
            INCOMPLETE if bound.is_hidden else f"Bitte „{bound.label}“ angeben.", code="required"
        )


class Form(NamedErrors, forms.Form):
    """A form of our own fields."""


class ModelForm(NamedErrors, forms.ModelForm[M]):
    """A form of a model, whose fields are read as everywhere."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        meta = cls.__dict__.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(form_field)
