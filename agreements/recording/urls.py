"""URLs of contracts that were signed elsewhere."""

from django.urls import path

from agreements.recording import views

urlpatterns = [
    path("vertraege/aufnehmen/", views.record_new, name="record_new"),
    path("vertraege/<int:pk>/aufnehmen/", views.record_known, name="record_known"),
    path("urkunden/<int:pk>/eckdaten/", views.record_correct, name="record_correct"),
    path("urkunden/<int:pk>/original/<int:original>/", views.original_file, name="original_file"),
]
