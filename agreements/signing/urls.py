"""URLs below one instrument: transitions and signatures."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from agreements.lifecycle import TRANSITIONS
from agreements.signing import views
from agreements.signing.ceremony import views as ceremony_views
from agreements.signing.certificates import views as file_views
from agreements.signing.declining import views as declining_views
from agreements.signing.folder import views as folder_view
from agreements.signing.freezing import views as freezing_views
from agreements.signing.photos import views as photo_views


class StepConverter(StringConverter):
    """The name of a transition that a user can take."""

    regex = "|".join(step.name for step in TRANSITIONS.values() if step.roles and step.by_hand)


register_converter(StepConverter, "step")

urlpatterns = [
    path("termine/neu/", ceremony_views.ceremony_new, name="ceremony_new"),
    path("termine/<int:ceremony>/", ceremony_views.ceremony_edit, name="ceremony_edit"),
    path("termine/<int:ceremony>/fotos/neu/", photo_views.photo_new, name="photo_new"),
    path("fotos/<int:photo>/", photo_views.photo_detail, name="photo_detail"),
    path("fotos/<int:photo>/einwilligung/", photo_views.consent_give, name="consent_give"),
    path("fotos/<int:photo>/widerruf/", photo_views.consent_withdraw, name="consent_withdraw"),
    path("fotos/<int:photo>/person/", photo_views.photo_person, name="photo_person"),
    path("fotos/<int:photo>/entfernen/", photo_views.photo_remove, name="photo_remove"),
    path("fotos/<int:photo>/bild.jpg", photo_views.photo_file, name="photo_file"),
    path("zeichnungsmappe.pdf", folder_view.folder_file, name="signing_folder"),
    path("festschreiben/", freezing_views.freezing_state, name="freezing_state"),
    path("abgleich/", freezing_views.discrepancy_list, name="discrepancy_list"),
    path("schritt/<step:name>/", views.take_step, name="take_step"),
    path("unterschriften/<slug:key>/", views.signature_new, name="signature_new"),
    path("unterschriften/<slug:key>/ablehnung/", declining_views.declining_new, name="declining_new"),
    path("unterschriften/<slug:key>/vertretung/", declining_views.delegation_new, name="delegation_new"),
    path("signierte-dateien/", file_views.signed_files, name="signed_files"),
    path("signierte-dateien/neu/", file_views.signed_file_new, name="signed_file_new"),
    path("signierte-dateien/<int:check>/", file_views.signed_file, name="signed_file"),
    path("signierte-dateien/<int:check>/zuordnen/", file_views.signed_file_assign, name="signed_file_assign"),
    path("signierte-dateien/<int:check>.pdf", file_views.signed_file_download, name="signed_file_download"),
]
