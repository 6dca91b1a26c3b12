"""The day of a text in force."""

from datetime import date

from django.http import HttpRequest

from districts.base_forms import Form
from districts.fields import DayField


class DayForm(Form):
    """A day."""

    tag = DayField(label="Geltend am")

    @classmethod
    def of(cls, request: HttpRequest, today: date) -> "DayForm":
        """Return the form with the day in the address, by default today."""
        return cls({"tag": request.GET.get("tag") or today})

    @property
    def day(self) -> date:
        """The day of a valid form."""
        day: date = self.cleaned_data["tag"]
        return day
