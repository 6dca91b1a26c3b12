"""URLs for signatories without an account; those for coordinators (`below`) are below the instrument."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from agreements.signing.links import entry_views, invitation_views, signatory_views


class WhichFile(StringConverter):
    """The Zeichnungsfassung to print, or the latest file to sign."""

    regex = "zeichnungsfassung|signieren"


register_converter(WhichFile, "which_file")

# mitwirkung/logs.py keeps the tokens below „zeichnen/“ out of our logs
urlpatterns = [
    path("zeichnen/", entry_views.link_recover, name="link_recover"),
    path("zeichnen/<slug:token>/", entry_views.link_start, name="link_start"),
    path("zeichnen/<slug:token>/code/", entry_views.link_code, name="link_code"),
    path("zeichnung/<int:pk>/", signatory_views.link_read, name="link_read"),
    path("zeichnung/<int:pk>/<which_file:which>.pdf", signatory_views.link_file, name="link_file"),
    path("zeichnung/<int:pk>/signierte-datei/", signatory_views.link_file_new, name="link_file_new"),
    path("zeichnung/<int:pk>/ablehnen/", signatory_views.link_decline, name="link_decline"),
    path("zeichnung/<int:pk>/bestaetigen/", signatory_views.link_confirm, name="link_confirm"),
    path("zeichnung/<int:pk>/stand/", signatory_views.link_closed, name="link_closed"),
    path("zeichnung/<int:pk>/beenden/", signatory_views.link_leave, name="link_leave"),
]
below = [
    path("einladungen/", invitation_views.link_list, name="link_list"),
    path("einladungen/<slug:key>/adresse/", invitation_views.link_address, name="link_address"),
    path("einladungen/<slug:key>/senden/", invitation_views.link_send, name="link_send"),
]
