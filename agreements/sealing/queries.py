"""Outstanding seals, computed on each call: nothing is queued, so nothing can be lost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agreements.choices import SEALED_EDITIONS, EditionKind, Status
from agreements.models import Agreement, Edition, ProofCheck, SealAttempt, SealRequest, Signature, Version
from agreements.retries import pause

CLOSING = {"verdict__signatures__contains": [{"closes": True}]}
CORRECTIONS = Coalesce(
    Subquery(
        Signature.records.filter(version=OuterRef("version"), corrects__isnull=False)
        .order_by()
        .values("version")
        .annotate(count=Count("pk"))
        .values("count")
    ),
    0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding:
    """An edition without its seal."""

    version: Version
    kind: EditionKind
    since: datetime
    tries: int = 0
    last: SealAttempt | None = None
    asked_at: datetime | None = None

    @property
    def due_at(self) -> datetime:
        """Time of the next attempt; at once if requested since the last one."""
        if self.last is None:
            return self.since
        if self.asked_at and self.asked_at > self.last.tried_at:
            return self.asked_at
        return self.last.tried_at + pause(self.tries)


def signed_versions() -> QuerySet[Version]:
    """Return those that get a seal: what was signed elsewhere gets none."""
    return Version.objects.filter(
        instrument__status=Status.SIGNED,
        instrument__frozen_version=F("pk"),
        instrument__made_elsewhere=False,
    )


def outstanding(versions: QuerySet[Version] | None = None) -> list[Outstanding]:
    """Return the outstanding seals of all or some signed versions in a fixed number of queries."""
    return _with_attempts(_missing(versions))


def outstanding_count(agreement: Agreement | None = None) -> int:
    """Return the number of outstanding seals, of one agreement or of all, in one query."""
    versions = signed_versions()
    if agreement:
        versions = versions.filter(instrument__agreement=agreement)
    marks = ("has_completed", "has_original", "by_certificate", "is_closed")
    return sum(len(list(_kinds(row))) for row in _marked(versions).values_list(*marks, named=True))


def _missing(versions: QuerySet[Version] | None) -> list[tuple[Version, EditionKind]]:
    chosen = signed_versions() if versions is None else signed_versions().filter(pk__in=versions.values("pk"))
    # the whole text of an agreement is not needed to say that its seal is outstanding
    rows = _marked(chosen).select_related("instrument__agreement__district").defer("content", "source")
    return [(row, kind) for row in rows.order_by("pk") for kind in _kinds(row)]


def _marked(versions: QuerySet[Version]) -> QuerySet[Version]:
    sealed = Edition.objects.filter(version=OuterRef("pk"), kind__in=SEALED_EDITIONS)
    accepted = ProofCheck.objects.filter(version=OuterRef("pk"), accepted=True)
    return versions.annotate(
        has_completed=Exists(sealed.filter(kind=EditionKind.COMPLETED, corrections=CORRECTIONS)),
        has_original=Exists(sealed.filter(kind=EditionKind.ORIGINAL)),
        by_certificate=Exists(accepted),
        is_closed=Exists(accepted.filter(**CLOSING)),
    )


def is_closed(version: Version) -> bool:
    """Whether a signature forbids further ones (DocMDP), so that the original cannot be sealed."""
    return version.proof_checks.filter(accepted=True, **CLOSING).exists()


def _kinds(row: Any) -> Iterable[EditionKind]:
    """Yield the editions that `_marked` misses."""
    if row.by_certificate and not row.is_closed and not row.has_original:
        yield EditionKind.ORIGINAL
    if not row.has_completed:
        yield EditionKind.COMPLETED


def _with_attempts(missing: list[tuple[Version, EditionKind]]) -> list[Outstanding]:
    keys = {version.pk for version, _ in missing}
    attempts: dict[tuple[int, str], list[SealAttempt]] = defaultdict(list)
    for attempt in SealAttempt.objects.filter(version__in=keys).order_by("tried_at", "pk"):
        attempts[attempt.version_id, attempt.kind].append(attempt)
    asked = dict(
        SealRequest.objects.filter(version__in=keys).order_by("asked_at").values_list("version", "asked_at")
    )
    signed = _signed_at(keys)
    found = []
    for version, kind in missing:
        since = signed.get(version.pk, version.made_at)
        # what failed before a signature was corrected was another file
        tried = [attempt for attempt in attempts[version.pk, kind] if attempt.tried_at >= since]
        found.append(
            Outstanding(
                version=version,
                kind=kind,
                since=since,
                tries=len(tried),
                last=tried[-1] if tried else None,
                asked_at=asked.get(version.pk),
            )
        )
    return found


def _signed_at(keys: set[int]) -> dict[int, datetime]:
    """Return the time of the last signature of each version."""
    recorded = Version.objects.filter(pk__in=keys).order_by("signatures__recorded_at")
    return dict(recorded.values_list("pk", "signatures__recorded_at"))
