"""Signatures in the admin, and what stands beside them: who declined, who signs in whose place, examined files."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from agreements.admin.read_only import ReadOnlyRowAdmin
from agreements.models import Declining, Delegation, ProofCheck, Signature


class _OfVersion(ReadOnlyRowAdmin):
    agreement_path = "version__instrument__agreement"


@admin.register(Signature)
class SignatureAdmin(_OfVersion):
    """Signatures."""

    list_display = ["signatory", "signed_on", "method", "place", "date_source", "corrects"]
    list_filter = ["method", "date_source", "signatory__side"]
    list_select_related = ["signatory", "scan", "recorded_by", "proof", "corrects__signatory"]
    search_fields = ["signatory__name", "place", "fingerprint"]
    date_hierarchy = "signed_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signature]:
        """List what was corrected, too."""
        return Signature.records.select_related(*self.list_select_related, self._of_agreement("district"))


@admin.register(Declining)
class DecliningAdmin(_OfVersion):
    """Who would not sign, and why."""

    list_display = ["signatory", "declined_on", "reason"]
    list_filter = ["signatory__side"]
    list_select_related = ["signatory", "recorded_by"]
    search_fields = ["signatory__name", "reason", "fingerprint"]
    date_hierarchy = "declined_on"


@admin.register(Delegation)
class DelegationAdmin(_OfVersion):
    """Who may sign in somebody's place."""

    list_display = ["name", "signatory", "basis", "granted_on"]
    list_filter = ["signatory__side"]
    list_select_related = ["signatory", "document", "recorded_by"]
    search_fields = ["name", "signatory__name", "fingerprint"]
    date_hierarchy = "granted_on"


@admin.register(ProofCheck)
class ProofCheckAdmin(_OfVersion):
    """What was found in uploaded signed files, those that do not count included."""

    list_display = ["checked_at", "version", "accepted", "checked_by", "file"]
    list_filter = ["accepted"]
    list_select_related = ["file", "checked_by"]
    search_fields = ["version__fingerprint", "file__sha256"]
    date_hierarchy = "checked_at"
