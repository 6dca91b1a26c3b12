"""Where django-allauth asks us about second factors: keys for what is stored, whose passkeys they are, which factor must stay."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from districts.models import User
from mitwirkung.second_factor.requirement import must_have_second_factor

WRONG_CODE = (
    "Dieser Code stimmt nicht oder wurde schon benutzt. Bitte nehmen Sie den, den die App jetzt zeigt."
)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our answers to allauth's questions about second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "Ihre Rolle verlangt einen zweiten Faktor. Richten Sie zuerst einen anderen ein.",
        "cannot_generate_recovery_codes": "Ersatzcodes gibt es erst mit einem zweiten Faktor.",
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether the role of its owner lets her be without this factor."""
        person: User = authenticator.user
        others = Authenticator.objects.filter(user=person).exclude(pk=authenticator.pk)
        has_another = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return has_another or not must_have_second_factor(person)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to our public address, not to whatever host was asked for. Another address makes them useless."""
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "", "name": "MitWirkung"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": str(user), "name": user.get_username()}


def _keys() -> MultiFernet:
    """Return the keys, the current one first; without any of its own that of the application, with its former ones."""
    secrets = settings.SECOND_FACTOR_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_fernet_key(one)) for one in secrets])


def _fernet_key(secret: str) -> bytes:
    return urlsafe_b64encode(sha256(f"mitwirkung.second_factor\n{secret}".encode()).digest())
