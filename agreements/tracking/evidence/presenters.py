"""Evidence of an occurrence in one line each, and the page of one piece."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from agreements.choices import EvidenceKind, Progress
from agreements.files import store
from agreements.models import Evidence, Report, StoredFile
from agreements.tones import Tone
from agreements.tracking.evidence.malware import Safety, safety
from agreements.tracking.evidence.wording import (
    HELD_BACK,
    SAFETY,
    TONES,
    period_words,
    size_words,
    title_words,
    valid_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceLine:
    """The newest version of a piece in a line."""

    pk: int
    kind: str
    title: str
    about: str
    warning: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version of a piece."""

    pk: int
    words: str
    at: datetime
    who: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecePage:
    """The page of one version. `held_back` says why its file is withheld."""

    evidence: Evidence
    title: str
    kind: str
    period: str
    valid: str
    safety: str
    tone: Tone
    checked: str
    size: str
    held_back: str
    is_damaged: bool
    is_newest: bool
    newest: int
    versions: tuple[VersionLine, ...]
    page: int
    pages: int

    @property
    def can_be_sent(self) -> bool:
        """Whether there is a file that may be downloaded."""
        return self.evidence.file is not None and not self.held_back and not self.is_damaged

    @property
    def previous(self) -> int:
        """The previous page, 0 if there is none."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The next page, 0 if there is none."""
        return self.page + 1 if self.page < self.pages else 0


def evidence_of(reports: Iterable[Report]) -> QuerySet[Evidence]:
    """Return the evidence of reports with all that is displayed of it. Two queries."""
    rows = Evidence.objects.filter(report__in=reports).select_related("file", "added_by", "report")
    return rows.prefetch_related("file__virus_checks").order_by("report__number", "number", "version")


def newest_versions(rows: Iterable[Evidence]) -> list[Evidence]:
    """Return the newest version of every piece; the rows are ordered by version."""
    newest = {(row.report_id, row.number): row for row in rows}
    return list(newest.values())


def piece_line(row: Evidence, as_of: date) -> PieceLine:
    expired = bool(row.last_valid_on and row.last_valid_on < as_of)
    about = [
        f"belegt {period}" if (period := period_words(row.starts_on, row.ends_on)) else "",
        f"gilt bis {valid}" if (valid := valid_words(row, as_of)) else "",
        f"Fassung {row.version}" if row.version > 1 else "",
        f"von {row.added_by}",
        f"zur {row.report.number}. Meldung",
    ]
    known = safety(row.file) if row.file else Safety.CLEAN
    return PieceLine(
        pk=row.pk,
        kind=EvidenceKind(row.kind).label,
        title=title_words(row),
        about=", ".join(word for word in about if word),
        warning=SAFETY[known] if known != Safety.CLEAN else ("gilt nicht mehr" if expired else ""),
        tone=TONES[known] if known != Safety.CLEAN else Tone.ATTENTION,
    )


def piece_page(row: Evidence, page: int, as_of: date) -> PiecePage:
    """Return the page of a version. Its file is verified against its SHA-256."""
    versions = list(
        row.report.evidence.filter(number=row.number).select_related("added_by").order_by("-version")
    )
    known = safety(row.file) if row.file else None
    checks = list(row.file.virus_checks.all()) if row.file else []
    return PiecePage(
        evidence=row,
        title=title_words(row),
        kind=EvidenceKind(row.kind).label,
        period=period_words(row.starts_on, row.ends_on),
        valid=valid_words(row, as_of),
        safety=SAFETY[known] if known else "",
        tone=TONES[known or Safety.CLEAN],
        checked=f"{checks[0].checked_at:%d.%m.%Y} mit {checks[0].scanner}" if checks else "",
        size=size_words(row.file.size) if row.file else "",
        held_back=HELD_BACK.get(known, "") if known else "",
        is_damaged=row.file is not None and is_damaged(row.file),
        is_newest=versions[0].pk == row.pk,
        newest=versions[0].pk,
        versions=tuple(
            VersionLine(
                pk=one.pk,
                words=f"Fassung {one.version}: {title_words(one)}",
                at=one.added_at,
                who=str(one.added_by),
                is_shown=one.pk == row.pk,
            )
            for one in versions
        ),
        page=page,
        pages=row.pages or 0,
    )


def report_words(report: Report) -> str:
    """Return the label of a report."""
    when = f", fällig am {report.due_on:%d.%m.%Y}" if report.due_on else ""
    return f"{report.number}. Meldung „{Progress(report.progress).label}“{when}"


def is_damaged(file: StoredFile) -> bool:
    """Whether a file is missing or its SHA-256 differs."""
    try:
        store.open_verified(file).close()
    except store.DamagedFileError:
        return True
    return False
