"""What waits for the reader, on pages of packages that know nothing of it."""

from django import template
from django.template import Context

from agreements.access import current_user
from agreements.tracking.start.district import DistrictStart
from agreements.worklist.district_work import DistrictWork, district_work

register = template.Library()


@register.simple_tag(takes_context=True)
def work_waiting(context: Context, start: DistrictStart) -> DistrictWork:
    """Return what waits for the reader on the start page of a district."""
    return district_work(current_user(context["request"]), start.outlooks, start.releases, start.as_of)
