"""The settings of sign-in: passwords, and what django-allauth may do; `settings.py` takes them over by name."""

from mitwirkung.environment import flag, items, number, secret
from mitwirkung.single_sign_on.configuration import SETTING, read_providers

_PRODUCTION = flag("MITWIRKUNG_PRODUCTION", default=False)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    *(
        {"NAME": name}
        for name in (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
            "django.contrib.auth.password_validation.CommonPasswordValidator",
            "django.contrib.auth.password_validation.NumericPasswordValidator",
            "mitwirkung.passwords.LocalWordsValidator",
            "mitwirkung.passwords.LongestPasswordValidator",
            "mitwirkung.passwords.AuthorityValidator",
        )
    ),
]
PASSWORD_HASHERS = [
    "mitwirkung.passwords.SmallArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # what was hashed before is hashed anew at the next sign-in
]
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"
# Sign-in by django-allauth, for invited people only; what it may do stands in mitwirkung/accounts.
ACCOUNT_ADAPTER = "mitwirkung.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_LOGIN_METHODS = {"username"}  # our adapter takes the address, too
# addresses are entered by the administration, and verified by the invitation
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  a class
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # our own survive a clock that was set back (accounts/attempt_limit.py)
# After how long without anybody there a session ends.
IDLE_SECONDS = 60 * number("MITWIRKUNG_IDLE_MINUTES", default=30)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]  # whoever reads a mailbox has not proven who she is
# Identity providers of authorities; who may come in by one is decided in mitwirkung/single_sign_on.
IDENTITY_PROVIDERS = read_providers(secret(SETTING), allow_http=not _PRODUCTION)
SOCIALACCOUNT_ADAPTER = "mitwirkung.single_sign_on.adapter.SignOnAdapter"
# The roles that must have a second factor, and whether it is asked again before what cannot be taken back.
SECOND_FACTOR_ROLES = items("MITWIRKUNG_MFA_ROLES", "admin" if _PRODUCTION else "")
CONFIRM_AGAIN = flag("MITWIRKUNG_CONFIRM_AGAIN", default=_PRODUCTION)
# After how many days whoever looks after people is asked whether a role is still right.
ROLE_REVIEW_DAYS = number("MITWIRKUNG_ROLE_REVIEW_DAYS", default=365)
# Long random secrets, separated by white space, the current one first: what apps and recovery codes are made from is kept under it.
SECOND_FACTOR_KEYS = secret("MITWIRKUNG_MFA_KEY").split()
MFA_ADAPTER = "mitwirkung.second_factor.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "MitWirkung"
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody enters an address of her own
MFA_RATE_LIMITS = False
