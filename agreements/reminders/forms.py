"""Forms about e-mails: topics, absence, lead times."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from agreements.mail_topics import OPTIONAL
from agreements.reminders.lead_times import USUAL
from agreements.reminders.outcomes import ReminderOutcome
from districts.base_forms import Form
from districts.fields import DayField
from districts.models import User

CHOICES = (180, 120, *USUAL[:3], 14, *USUAL[3:])  # days


class TopicsForm(Form):
    topics = forms.MultipleChoiceField(
        label="Worüber möchten Sie E-Mails?",
        choices=[(topic.value, topic.label) for topic in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="An Kündigungsfristen, das Ende der Laufzeit und ablaufende Amtszeiten erinnern wir immer.",
    )


class AbsenceForm(Form):
    begins_on = DayField(label="Abwesend vom")
    ends_on = DayField(label="bis einschließlich")
    substitute = forms.ModelChoiceField(
        label="Vertretung",
        queryset=User.objects.none(),
        required=False,
        empty_label="niemand Bestimmtes",
        help_text="Ohne Vertretung, oder wenn auch sie abwesend ist, gehen Erinnerungen an die Koordination oder die Leitung.",
    )

    def __init__(self, *args: Any, substitutes: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = substitutes  # type: ignore[attr-defined]  # a choice among rows


class LedgerForm(Form):
    """The filter of the Versandprotokoll."""

    stand = forms.ChoiceField(
        label="Was daraus wurde", choices=[("", "alles"), *ReminderOutcome.choices], required=False
    )


def chosen_outcome(data: QueryDict) -> tuple[LedgerForm, ReminderOutcome | None]:
    """Return the filter form with its current value, and the filter; an unknown value filters nothing."""
    sent = LedgerForm(data)
    sent.is_valid()
    value = sent.cleaned_data.get("stand") or ""
    return LedgerForm(initial={"stand": value}), ReminderOutcome(value) if value else None


class LeadsForm(Form):
    days = forms.TypedMultipleChoiceField(
        label="So viele Tage vorher wird an Pflichten, Meilensteine und Mitzeichnungen erinnert",
        choices=[(day, f"{day} {'Tag' if day == 1 else 'Tage'}") for day in CHOICES],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Erinnert wird außerdem immer am Tag selbst und, solange etwas überfällig ist, jede Woche. Für rechtliche Fristen gilt immer: 180, 90, 60, "
        "30, 7 Tage und einen Tag vorher.",
    )
