"""Which gap of a draft is closed in the record of the association."""

from django import template

from agreements.rendering.completeness import concerns_association

register = template.Library()
register.filter("concerns_association", concerns_association)
