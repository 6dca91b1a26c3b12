"""The places in the admin: districts, their offices and social spaces."""

from django.contrib import admin

from districts.admin.base_admin import BaseAdmin
from districts.models import District, Office, SocialSpace


@admin.register(District)
class DistrictAdmin(BaseAdmin):
    """The twelve districts."""

    list_display = ["number", "name", "authority", "town_hall", "postcode", "website"]
    list_display_links = ["number", "name"]
    search_fields = ["number", "name", "key", "authority"]
    fieldsets = [
        (None, {"fields": ["number", "key", "name", "slug", "authority"]}),
        ("Rathaus", {"fields": ["town_hall", "street", "postcode", "city", "website"]}),
    ]


@admin.register(Office)
class OfficeAdmin(BaseAdmin):
    """Offices and other units."""

    list_display = ["name", "short_name", "code", "kind", "portfolio", "district"]
    list_filter = ["district", "kind"]
    list_select_related = ["district"]
    search_fields = ["name", "short_name", "code", "portfolio", "district__name"]
    autocomplete_fields = ["district"]
    fields = ["district", "code", "name", "short_name", "kind", "portfolio"]


@admin.register(SocialSpace)
class SocialSpaceAdmin(BaseAdmin):
    """Social spaces of the LOR system."""

    list_display = ["key", "name", "level", "district"]
    list_display_links = ["key", "name"]
    list_filter = ["level", "district"]
    list_select_related = ["district"]
    search_fields = ["key", "name", "district__name"]
    autocomplete_fields = ["district"]
    fields = ["district", "key", "level", "name"]
