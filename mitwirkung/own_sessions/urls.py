"""Addresses of one's own sessions."""

from django.urls import path

from mitwirkung.own_sessions import views

urlpatterns = [
    path("konto/sitzungen/", views.session_list, name="session_list"),
    path("konto/sitzungen/<int:pk>/beenden/", views.session_end, name="session_end"),
]
