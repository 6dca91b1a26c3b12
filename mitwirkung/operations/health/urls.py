"""URLs for probes and monitoring."""

from django.urls import path

from mitwirkung.operations.health import views

urlpatterns = [
    path("gesund/", views.alive, name="alive"),
    path("bereit/", views.ready, name="ready"),
    path("metriken/", views.metrics_page, name="metrics"),
]
