"""Addresses of the seals; those below one instrument are included where the instrument's are."""

from django.urls import path

from agreements.sealing import views

urlpatterns = [
    path("siegel/", views.seal_list, name="seal_list"),
    path("urkunden/<int:pk>/siegel/versuchen/", views.seal_retry, name="seal_retry"),
]
