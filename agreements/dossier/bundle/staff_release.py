"""Facts of all reports on staff release, corrected ones too."""

from collections.abc import Iterator

from django.db.models import Prefetch
from msgspec import UNSET

from agreements.amendment_choices import TermsChange
from agreements.choices import Status
from agreements.content import plain_number
from agreements.dossier.bundle.reports import answer_fields
from agreements.dossier.bundle.staff_release_facts import ReleaseAnswerFacts, ReleaseFacts, ReleaseLineFacts
from agreements.models import Agreement, Instrument, ReleaseAnswer, ReleaseLine, ReleaseReport, StaffRelease
from agreements.texts.assembly import content_of

Words = dict[int, tuple[str, str, str]]


def release_facts(agreement: Agreement) -> Iterator[ReleaseFacts]:
    """Yield the reports in chronological order."""
    reports = ReleaseReport.objects.filter(agreement=agreement).order_by("reported_at", "pk")
    answers = ReleaseAnswer.objects.order_by("number").select_related("answered_by")
    rows = reports.select_related("reported_by").prefetch_related("lines", Prefetch("answers", answers))
    words = _words(agreement) if rows else {}
    for report in rows:
        yield ReleaseFacts(
            quarter_on=report.quarter_on,
            number=report.number,
            reported_at=report.reported_at,
            reported_by=str(report.reported_by),
            lines=tuple(_line(line, words) for line in report.lines.all()),
            answers=tuple(ReleaseAnswerFacts(**answer_fields(answer)) for answer in report.answers.all())
            or UNSET,
        )


def _words(agreement: Agreement) -> Words:
    """Return code, office and function of each signed post by primary key, as worded in the frozen text."""
    words: Words = {}
    for instrument in Instrument.objects.filter(agreement=agreement, status=Status.SIGNED).select_related(
        "frozen_version"
    ):
        posts_by_code = {duty.code: duty.posts for duty in content_of(instrument).obligations}
        posts = Prefetch("posts", StaffRelease.objects.order_by("position", "pk"))
        rows = instrument.terms.filter(change=TermsChange.SET)
        for terms in rows.select_related("obligation").prefetch_related(posts):
            code = terms.obligation.code
            for row, post in zip(terms.posts.all(), posts_by_code[code], strict=True):
                words[row.pk] = (code, post.unit, post.function)
    return words


def _line(line: ReleaseLine, words: Words) -> ReleaseLineFacts:
    code, unit, function = words[line.post_id]
    return ReleaseLineFacts(
        code=code,
        unit=unit,
        function=function,
        filled=plain_number(line.filled),
        remark=line.remark,
        vacated_on=line.vacated_on or UNSET,
        last_vacant_on=line.last_vacant_on or UNSET,
        substitute=line.substitute or UNSET,
        substitute_share=UNSET if line.substitute_share is None else plain_number(line.substitute_share),
    )
