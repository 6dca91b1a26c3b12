"""Find versions that were ever frozen by their code, and our files by their SHA-256.

Drafts and versions never frozen cannot be distinguished from what never existed, neither by the answer nor by its queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone
from msgspec import UNSET

from agreements.choices import SEALED_EDITIONS, EditionKind, SignatureMethod, Status
from agreements.documents.editions import correction_count
from agreements.models import Edition, Instrument, Original, ProofCheck, Signature, Version
from agreements.state import ContractFacts
from agreements.texts.in_force import contract_facts, with_term_facts
from agreements.texts.wording import date_words
from agreements.verification_code import fingerprints_of

SIGNED_FILE = "Elektronisch signiertes Original"
EARLIER_SIGNED_FILE = (
    "Zwischenstand des elektronisch signierten Originals, dem noch spätere Signaturen fehlen"
)
OWN_SEAL = "Siegel des Vereins, keine qualifizierte Unterschrift"
OWN_SEAL_TEST = "Siegel nur zum Ausprobieren, es beweist nichts"
SCAN = "Scan einer Unterschrift"
OUTDATED = "Seither wurden Angaben zu einer Unterschrift berichtigt. Der Text ist derselbe."
OUTDATED_SCAN = "Berichtigt: Dieser Scan gehört zu keiner Unterschrift, die gilt."


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of ours: what it is, its version, and why it is outdated although the version counts."""

    what: str
    version: Version
    outdated: str = ""


def issued_versions() -> QuerySet[Version]:
    """Return the versions that were ever out for signing: those with a Zeichnungsfassung."""
    return Version.objects.filter(editions__kind=EditionKind.EXECUTION).select_related(
        "instrument__agreement__district"
    )


def version_of_code(code: str) -> Version | None:
    """Return the version of a code in its printed form."""
    return issued_versions().filter(fingerprint__range=fingerprints_of(code)).order_by("pk").first()


def facts_of_contract(agreement: int) -> ContractFacts:
    """Return what the end of an agreement follows from; `agreement` is its key."""
    return contract_facts(with_term_facts(Instrument.objects.filter(agreement=agreement, number=0)).get())


def edition_words(edition: Edition) -> str:
    """Return what an edition is, with the nature of its seal."""
    label = EditionKind(edition.kind).label
    if edition.kind not in SEALED_EDITIONS:
        return label
    kind = OWN_SEAL_TEST if edition.seal.is_test else OWN_SEAL
    return f"{label} ({kind}; {edition.seal.get_level_display()})"


def recorded_original(sha256: str) -> str:
    """Return what the file of a deed signed elsewhere is, as a sentence; empty for any other file."""
    rows = Original.objects.filter(file=sha256, instrument__status=Status.SIGNED)
    row = (  # each correction repeats the file: the first row says when it came
        rows.select_related("instrument__agreement__district", "instrument__frozen_version")
        .order_by("-instrument_id", "pk")
        .first()
    )
    if row is None:
        return ""
    instrument, newest = row.instrument, row.instrument.originals.order_by("-pk").first()
    agreement = instrument.agreement
    what = f"{instrument.title} {agreement.district} ({agreement.reference})"
    if newest is None or newest.file_id != sha256:
        return f"Sie war als Original aufgenommen und ist inzwischen durch eine andere ersetzt: {what}."
    day = date_words(timezone.localdate(row.recorded_at))
    taken = f"Sie stimmt Byte für Byte mit der Datei überein, die am {day} als Original aufgenommen wurde: {what}."
    return f"{taken} {_compared_words(instrument)}".strip()


def _compared_words(instrument: Instrument) -> str:
    """Return whether the text typed from it was compared with it; without names, the page is public."""
    version = instrument.frozen_version
    content = version.read() if version else None
    if content is None or content.transcript is UNSET or not content.sections:
        return ""
    checked = content.transcript.checked_on
    state = f"wortgleich, gegengelesen am {date_words(checked)}" if checked else "noch nicht gegengelesen"
    return f"Der Text, der hier nach ihr erfasst ist: {state}."


def find_files(sha256: str) -> Iterator[FoundFile]:
    """Yield the edition, signed file or scan with this SHA-256, once per version."""
    found: dict[int, tuple[str, str]] = {}
    for edition in Edition.objects.filter(file=sha256).select_related("seal", "version"):
        outdated = edition.is_outdated(correction_count(edition.version))
        found.setdefault(edition.version_id, (edition_words(edition), OUTDATED if outdated else ""))
    for check in ProofCheck.objects.filter(file=sha256, accepted=True).order_by("pk"):
        later = check.version.proof_checks.filter(accepted=True, pk__gt=check.pk)
        found.setdefault(check.version_id, (EARLIER_SIGNED_FILE if later.exists() else SIGNED_FILE, ""))
    scans = Signature.records.filter(scan=sha256, method=SignatureMethod.INK)
    # the scan of a signature that holds comes before the same one of a corrected record
    for signature in scans.select_related("corrected_by").order_by(F("corrected_by").desc(nulls_first=True)):
        found.setdefault(
            signature.version_id, (SCAN, OUTDATED_SCAN if hasattr(signature, "corrected_by") else "")
        )
    for version in issued_versions().filter(pk__in=found).order_by("-pk"):
        what, why = found[version.pk]
        yield FoundFile(what, version, why)
