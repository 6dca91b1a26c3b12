"""URLs of seals; those of an instrument are included by its URLs."""

from django.urls import path

from agreements.sealing import views

urlpatterns = [
    path("siegel/", views.seal_list, name="seal_list"),
    path("urkunden/<int:pk>/siegel/versuchen/", views.seal_retry, name="seal_retry"),
]
