"""URLs of the project. Views require sign-in unless marked otherwise."""

from django.contrib import admin
from django.urls import include, path

from mitwirkung import views
from mitwirkung.accessibility.views import accessibility_statement

urlpatterns = [
    path("", views.start, name="start"),
    path("", include("mitwirkung.accounts.urls")),
    path("", include("mitwirkung.single_sign_on.urls")),
    path("", include("mitwirkung.second_factor.urls")),
    path("", include("mitwirkung.own_sessions.urls")),
    path("", include("mitwirkung.operations.health.urls")),
    path("favicon.ico", views.favicon, name="favicon"),
    path("impressum/", views.legal_page, {"page": "impressum"}, name="imprint"),
    path("", include("mitwirkung.people.urls")),
    path("", include("mitwirkung.privacy.urls")),
    path("", include("mitwirkung.four_eyes.urls")),
    path("barrierefreiheit/", accessibility_statement, name="accessibility"),
    path("admin/", admin.site.urls),
    path("bezirke/", include("districts.urls")),
    path("", include("agreements.urls")),
]

handler403 = "mitwirkung.views.refused"
handler500 = "mitwirkung.views.failed"
