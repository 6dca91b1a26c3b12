"""Forms for the requests of the presence script."""

from django import forms

from districts.base_forms import Form
from districts.fields import WholeNumberField

WINDOW = r"^[\w-]{8,40}\Z"
PLACE = r"^[\w-]{1,40}\Z"


class WindowForm(Form):
    window = forms.RegexField(WINDOW)


class PresenceForm(WindowForm):
    """The edited place, and the sequence number of the last event known to the page."""

    place = forms.RegexField(PLACE, required=False)
    since = WholeNumberField(min_value=0, max_value=2**31 - 1)
