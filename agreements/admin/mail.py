"""E-mails and links in the admin: to be found and read; they are written by what happens, and sent by the worker."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyAdmin, ReadOnlyRowAdmin
from agreements.models import LinkCode, Mail, SignatoryAddress, SigningLink
from districts.admin.base_admin import column


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """What is to be sent, and what was; the words are not kept."""

    reason = "E-Mails entstehen aus dem, was geschieht; gesendet werden sie vom Dienst im Hintergrund."
    list_display = [
        column("agreement", "Vertrag", order=None),
        "queued_at",
        "sent_at",
        "dropped_at",
        "tries",
        "problem",
    ]
    list_select_related = [
        "event__agreement__district",
        "link__version__instrument__agreement__district",
        "code__link__version__instrument__agreement__district",
    ]
    search_fields = [
        "event__agreement__reference",
        "link__version__instrument__agreement__reference",
        "code__link__version__instrument__agreement__reference",
        "problem",
    ]
    date_hierarchy = "queued_at"


@admin.register(SignatoryAddress)
class SignatoryAddressAdmin(ReadOnlyRowAdmin):
    """Where signatories get their links; entered on the page of invitations, which tells the history."""

    agreement_path = "signatory__instrument__agreement"
    list_display = ["signatory", "reminds", "changed_at"]
    list_select_related = ["signatory"]
    search_fields = ["signatory__name"]
    date_hierarchy = "changed_at"


@admin.register(SigningLink)
class SigningLinkAdmin(ReadOnlyRowAdmin):
    """Links for signatories without an account; what opens them is not here."""

    agreement_path = "version__instrument__agreement"
    list_display = ["signatory", "occasion", "made_at", "expires_at", "opened_at"]
    list_filter = ["occasion"]
    list_select_related = ["signatory"]
    search_fields = ["signatory__name", "fingerprint"]
    date_hierarchy = "made_at"
    fields = [
        *("signatory", "version", "fingerprint", "address", "occasion"),
        *("made_at", "made_by", "expires_at", "opened_at"),
    ]


@admin.register(LinkCode)
class LinkCodeAdmin(ReadOnlyRowAdmin):
    """Codes that were sent, used or guessed at; the digits are not here."""

    agreement_path = "link__version__instrument__agreement"
    list_display = [column("link__signatory", "unterzeichnende Person"), "asked_at", "wrong", "used_at"]
    list_select_related = ["link__signatory"]
    search_fields = ["link__signatory__name"]
    date_hierarchy = "asked_at"
    fields = ["link", "asked_at", "expires_at", "wrong", "used_at"]
