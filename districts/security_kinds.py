"""What the security log writes down."""

from django.db.models import TextChoices


class SecurityKind(TextChoices):
    SIGNED_IN = "signed_in", "angemeldet"
    SIGN_IN_FAILED = "sign_in_failed", "Anmeldung gescheitert"
    ATTEMPTS_LIMITED = "attempts_limited", "zu viele Versuche"
    CONFIRMED_AGAIN = "confirmed_again", "noch einmal bestätigt"
    SIGNED_OUT = "signed_out", "abgemeldet"
    REFUSED = "refused", "abgewiesen"
    DOWNLOADED = "downloaded", "heruntergeladen"
    ACCOUNT_ADDED = "account_added", "Konto angelegt"
    ACCOUNT_CHANGED = "account_changed", "Konto geändert"
    ACCOUNT_DELETED = "account_deleted", "Konto gelöscht"
    PASSWORD_CHANGED = "password_changed", "Passwort geändert"
    FACTOR_ADDED = "factor_added", "zweiter Faktor eingerichtet"
    FACTOR_REMOVED = "factor_removed", "zweiter Faktor abgeschaltet"
    SIGN_ON_LINKED = "sign_on_linked", "mit der Stelle verknüpft"
    SIGN_ON_UNLINKED = "sign_on_unlinked", "Verknüpfung gelöst"
    ROLE_GIVEN = "role_given", "Rolle gegeben"
    ROLE_CHANGED = "role_changed", "Rolle geändert"
    ROLE_TAKEN = "role_taken", "Rolle genommen"
    CALENDAR_MADE = "calendar_made", "Kalenderadresse vergeben"
    CALENDAR_REVOKED = "calendar_revoked", "Kalenderadresse widerrufen"
    DISCLOSED = "disclosed", "Auskunft über eine Person"
    ERASED = "erased", "Person gelöscht"
    LOG_SHORTENED = "log_shortened", "Älteres hier gelöscht"
