"""What a window says about itself."""

from django import forms

WINDOW = r"^[\w-]{8,40}\Z"
PLACE = r"^[\w-]{1,40}\Z"


class WindowForm(forms.Form):
    """Which window speaks."""

    window = forms.RegexField(WINDOW)


class PresenceForm(WindowForm):
    """Where somebody writes, and which entry of the history the page has seen last."""

    place = forms.RegexField(PLACE, required=False)
    since = forms.IntegerField(min_value=0, max_value=2**31 - 1)
