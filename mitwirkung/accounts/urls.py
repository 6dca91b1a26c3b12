"""Addresses of sign-in, under the names by which django-allauth looks them up. Only what is wanted is here."""

from django.urls import path, re_path

from mitwirkung.accounts import views

urlpatterns = [
    path("anmelden/", views.SignIn.as_view(), name="account_login"),
    path("anmelden/bestaetigen/", views.OnceMore.as_view(), name="account_reauthenticate"),
    path("abmelden/", views.log_out, name="account_logout"),
    path("passwort/", views.OwnPassword.as_view(), name="account_change_password"),
    path("passwort/vergessen/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path(
        "passwort/vergessen/gesendet/",
        views.ForgottenPasswordDone.as_view(),
        name="account_reset_password_done",
    ),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-\w]{1,100})/$",
        views.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("einladung/<str:token>/", views.invitation, name="invitation"),
]
