"""The figures of agreements on a day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Max
from django.utils import timezone

from agreements.models import Report
from agreements.tracking.queries import all_occurrences, terms_in_force
from agreements.tracking.start.slipping import Figures, counted
from agreements.vocabulary import Side


def figures_of(agreements: Collection[int], as_of: date) -> dict[int, Figures]:
    """Return the figures of some agreements, laid anew from all that was agreed and said. Six queries."""
    found: dict[int, Figures] = defaultdict(Figures)
    terms = terms_in_force().filter(instrument__agreement__in=agreements)
    for duty in all_occurrences(terms, as_of):
        found[duty.agreement_id] += counted(duty)
    for agreement, moment in (
        Report.objects.filter(obligation__agreement__in=agreements, side=Side.DISTRICT)
        .order_by()
        .values_list("obligation__agreement")
        .annotate(last=Max("reported_at"))
    ):
        found[agreement] += Figures(last_said=timezone.localdate(moment))
    return dict(found)
