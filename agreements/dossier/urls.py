"""URLs of agreements."""

from django.urls import path

from agreements.dossier import fact_views, views
from agreements.dossier.agreement_pages.head import PageName
from agreements.dossier.agreement_pages.views import agreement_page, amendment_page
from agreements.dossier.archive.views import archive_document, archive_new
from agreements.dossier.association_views import association_page
from agreements.dossier.bundle.views import agreement_bundle
from agreements.dossier.handover.views import hand_over_page
from agreements.dossier.reading_text.views import reading_text, reading_text_pdf
from agreements.dossier.termination.views import (
    extension_decide,
    termination_document,
    termination_new,
    termination_retract,
)
from agreements.drafting.amending.views import amendment_new
from agreements.drafting.importing.views import agreement_import
from agreements.drafting.views.beginnings import agreement_new

urlpatterns = [
    path("", views.agreement_list, name="agreement_list"),
    path("verein/", association_page, name="association"),
    path("neu/", agreement_new, name="agreement_new"),
    path("neu/text/", agreement_import, name="agreement_import"),
    path("zustaendigkeit/<int:person>/", hand_over_page, name="hand_over"),
    path("<int:pk>/nachtraege/neu/", amendment_new, name="amendment_new"),
    path("<int:pk>/fassung/", reading_text, name="reading_text"),
    path("<int:pk>/fassung.pdf", reading_text_pdf, name="reading_text_pdf"),
    path("<int:pk>/landesarchiv/neu/", archive_new, name="archive_new"),
    path("<int:pk>/landesarchiv/<int:record>/", archive_document, name="archive_document"),
    path("<int:pk>/verlaengerung/", extension_decide, name="extension_decide"),
    path("<int:pk>/kuendigung/neu/", termination_new, name="termination_new"),
    path("<int:pk>/kuendigung/<int:notice>/ruecknahme/", termination_retract, name="termination_retract"),
    path("<int:pk>/kuendigung/<int:notice>/schreiben/", termination_document, name="termination_document"),
    path(
        "<int:pk>/kuendigung/<int:notice>/ruecknahme/nachweis/",
        termination_document,
        {"retraction": True},
        name="retraction_document",
    ),
    path("<int:pk>/akte.zip", agreement_bundle, name="agreement_bundle"),
    path(
        "<int:pk>/beschluesse/<int:row>/dokument/", fact_views.resolution_document, name="resolution_document"
    ),
]
for page, address in (
    (PageName.FIRST, ""),
    (PageName.TEXT, "text/"),
    (PageName.DOCUMENTS, "dokumente/"),
    (PageName.SIGNING, "unterzeichnung/"),
    (PageName.HISTORY, "geschichte/"),
):
    chosen = {"page": page}
    urlpatterns += [
        path(f"<int:pk>/{address}", agreement_page, chosen, name=f"agreement_{page}"),
        path(f"<int:pk>/nachtraege/<int:number>/{address}", amendment_page, chosen, name=f"amendment_{page}"),
    ]
for noun, name in (("beschluesse", "resolution"), ("meilensteine", "milestone")):
    fixed = {"noun": noun}
    urlpatterns += [
        path(f"<int:pk>/{noun}/neu/", fact_views.fact_new, fixed, name=f"{name}_new"),
        path(f"<int:pk>/{noun}/<int:row>/", fact_views.fact_edit, fixed, name=f"{name}_edit"),
        path(f"<int:pk>/{noun}/<int:row>/entfernen/", fact_views.fact_remove, fixed, name=f"{name}_remove"),
    ]
