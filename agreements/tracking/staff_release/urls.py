"""URLs of staff release."""

from django.urls import path

from agreements.tracking.staff_release import views

urlpatterns = [
    path("freistellung/", views.release_list, name="release_list"),
    path("vertraege/<int:pk>/freistellung/", views.release_detail, name="release_detail"),
    path(
        "vertraege/<int:pk>/freistellung/<int:year>/<int:quarter>/",
        views.release_report,
        name="release_report",
    ),
    path(
        "vertraege/<int:pk>/freistellung/meldung/<int:report>/",
        views.release_answer,
        name="release_answer",
    ),
]
