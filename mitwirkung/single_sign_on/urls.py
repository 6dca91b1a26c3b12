"""Addresses of signing in by an identity provider. The provider must know the callback's."""

from django.urls import path

from mitwirkung.single_sign_on import views

urlpatterns = [
    path("anmelden/dienst/<slug:provider>/", views.sign_on_begin, name="sign_on_begin"),
    path("anmelden/dienst/<slug:provider>/zurueck/", views.sign_on_callback, name="sign_on_callback"),
    path(
        "einladung/<str:token>/dienst/<slug:provider>/", views.sign_on_invitation, name="sign_on_invitation"
    ),
    path("anmelden/bestaetigen/dienst/", views.sign_on_again, name="sign_on_again"),
    path("anmelden/bestaetigen/dienst/los/", views.sign_on_again_begin, name="sign_on_again_begin"),
]
