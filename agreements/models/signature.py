from django.db import models
from django.db.models import Q, QuerySet

from agreements.choices import DateSource, SignatureMethod
from agreements.models.constraints import account_or_link, known_values, not_empty
from agreements.models.delegation import Delegation
from agreements.models.proof import ProofCheck
from agreements.models.recording import Recording
from agreements.models.signatory import Signatory
from agreements.models.stored_file import StoredFile
from agreements.models.version import Version
from agreements.triggers.signature import signature_triggers

# proven by paper or by our own record instead
WITHOUT_FILE = [SignatureMethod.CONFIRMATION, SignatureMethod.INK]


class StandingSignatures(models.Manager["Signature"]):
    """What holds: the signatures that no later record corrects."""

    def get_queryset(self) -> "QuerySet[Signature]":
        return super().get_queryset().filter(corrected_by__isnull=True)

    def signers(self, version: Version | int | None) -> "QuerySet[Signature, int]":
        """Return the keys of the signatories who have signed a version."""
        return self.filter(version=version).values_list("signatory", flat=True)


class Signature(Recording):
    """A signature on a version, with the fingerprint of what was signed.

    What was recorded wrongly is corrected by a second row with its `reason`; both stay. `objects` and everything that follows
    from a signature know only what holds, `records` knows both.
    """

    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, related_name="signatures", verbose_name="unterzeichnende Person"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="signatures", verbose_name="Fassung"
    )
    fingerprint = models.CharField("Prüfwert des Unterzeichneten", max_length=64)
    method = models.CharField("Art", max_length=12, choices=SignatureMethod, default=SignatureMethod.INK)
    signed_on = models.DateField("unterzeichnet am")
    date_source = models.CharField("Woher das Datum stammt", max_length=12, choices=DateSource)
    source_note = models.CharField("Erläuterung oder Fundstelle", max_length=300, blank=True)
    place = models.CharField("Ort", max_length=80)
    scan = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Scan",
    )
    proof = models.ForeignKey(
        ProofCheck,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name="Prüfung der signierten Datei",
    )
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name="in Vertretung",
    )
    recorded_at = models.DateTimeField("festgehalten am")
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="berichtigt",
    )
    reason = models.CharField("Begründung der Berichtigung", max_length=500, blank=True)

    objects = StandingSignatures()
    records: "models.Manager[Signature]" = models.Manager()

    class Meta:
        verbose_name = "Unterschrift"
        verbose_name_plural = "Unterschriften"
        ordering = ["version", "signed_on", "pk"]
        constraints = [
            account_or_link("signature_by_somebody", "recorded_by", "Festgehalten"),
            known_values(
                "signature_method_known", "Diese Art der Unterschrift gibt es nicht.", method=SignatureMethod
            ),
            models.CheckConstraint(
                name="signature_proof_unless_ink",
                condition=Q(method__in=WITHOUT_FILE, proof__isnull=True)
                | (~Q(method__in=WITHOUT_FILE) & Q(proof__isnull=False)),
                violation_error_message="Eine elektronische Signatur zählt nur mit ihrer geprüften Datei.",
            ),
            models.CheckConstraint(
                name="signature_source_known",
                condition=Q(date_source__in=DateSource.values)
                & (~Q(date_source=DateSource.PUBLISHED) | ~Q(source_note="")),
                violation_error_message="Bitte die Fundstelle der Veröffentlichung angeben.",
            ),
            not_empty("signature_has_place", "Bitte den Ort der Unterzeichnung angeben.", "place"),
            models.CheckConstraint(
                name="signature_correction_has_reason",
                condition=Q(corrects__isnull=True, reason="")
                | Q(corrects__isnull=False, method=SignatureMethod.INK, reason__regex=r"\S"),
                violation_error_message="Berichtigt wird eine handschriftliche Unterschrift, und mit Begründung.",
            ),
        ]
        triggers = signature_triggers()

    def __str__(self) -> str:
        return f"{self.signatory.name}, {self.signed_on:%d.%m.%Y}"
