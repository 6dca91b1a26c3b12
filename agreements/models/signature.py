from django.db import models
from django.db.models import Q

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


class Signature(Recording):
    """A signature on a version, with the fingerprint of what was signed."""

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

    class Meta:
        verbose_name = "Unterschrift"
        verbose_name_plural = "Unterschriften"
        ordering = ["version", "signed_on", "pk"]
        constraints = [
            account_or_link("signature_by_somebody", "recorded_by", "Festgehalten"),
            models.UniqueConstraint(
                fields=["signatory", "version"],
                name="signature_once",
                violation_error_message="Diese Unterschrift ist schon festgehalten.",
            ),
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
        ]
        triggers = signature_triggers()

    def __str__(self) -> str:
        return f"{self.signatory.name}, {self.signed_on:%d.%m.%Y}"
