"""Addresses of second factors, under the names by which django-allauth looks them up."""

from django.urls import path

from mitwirkung.second_factor import views

urlpatterns = [
    path("anmelden/code/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("anmelden/passkey/", views.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("anmelden/bestaetigen/code/", views.CodeOnceMore.as_view(), name="mfa_reauthenticate"),
    path(
        "anmelden/bestaetigen/passkey/", views.PasskeyOnceMore.as_view(), name="mfa_reauthenticate_webauthn"
    ),
    path("konto/sicherheit/", views.Factors.as_view(), name="mfa_index"),
    path("konto/sicherheit/app/", views.App.as_view(), name="mfa_activate_totp"),
    path("konto/sicherheit/app/abschalten/", views.AppOff.as_view(), name="mfa_deactivate_totp"),
    path("konto/sicherheit/passkey/", views.NewPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "konto/sicherheit/passkey/<int:pk>/entfernen/", views.PasskeyOff.as_view(), name="mfa_remove_webauthn"
    ),
    path("konto/sicherheit/ersatzcodes/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "konto/sicherheit/ersatzcodes/neu/",
        views.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
]
