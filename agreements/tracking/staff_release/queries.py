"""Reads agreed and reported staff release of agreements in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from agreements import policy
from agreements.choices import ObligationKind, ReportDecision
from agreements.content import Content
from agreements.models import (
    Agreement,
    Instrument,
    ObligationTerms,
    ReleaseAnswer,
    ReleaseReport,
    StaffRelease,
)
from agreements.texts.amended_text import signed_whole
from agreements.texts.in_force import contents_in_force
from agreements.tracking.queries.schedule_facts import SIGNED, Contract, contracts_of
from agreements.tracking.staff_release.agreed_shares import (
    AgreedShare,
    PendingShare,
    PostPlace,
    SignedPosts,
    agreed_shares,
    pending_shares,
    vacancy_limit,
)
from agreements.tracking.staff_release.occupancy import Occupancy, occupancies
from agreements.tracking.staff_release.quarters import Quarter, quarters
from agreements.tracking.staff_release.shortfall import Filling
from districts.models import User


@dataclass(slots=True, kw_only=True)
class Release:
    """The staff release of one agreement: agreed shares, and the last report on each quarter.

    `limit` is the number of months after which a vacancy is too long, None if not agreed. `instrument` is the newest signed.
    """

    agreement: Agreement
    instrument: Instrument
    agreed: tuple[AgreedShare, ...]
    pending: tuple[PendingShare, ...]
    limit: int | None
    reported: dict[Quarter, dict[PostPlace, Filling]] = field(default_factory=dict)
    last: dict[Quarter, ReleaseReport] = field(default_factory=dict)

    def agreed_in(self, quarter: Quarter) -> dict[PostPlace, AgreedShare]:
        """Return the shares agreed for any day of a quarter: for each function the last one in it."""
        by_place: dict[PostPlace, AgreedShare] = {}
        for share in sorted(self.agreed, key=lambda share: share.starts_on):
            if share.applies_between(quarter.first_day, quarter.last_day):
                by_place[share.place] = share
        return dict(sorted(by_place.items()))

    def quarters_until(self, as_of: date) -> list[Quarter]:
        """Return the quarters that have begun and have agreed shares, the oldest first."""
        if not self.agreed:
            return []
        first = min(share.starts_on for share in self.agreed)
        return [quarter for quarter in quarters(first, as_of) if self.agreed_in(quarter)]

    def missing(self, as_of: date) -> list[Quarter]:
        """Return the past quarters without a report, the oldest first."""
        return [
            quarter
            for quarter in self.quarters_until(as_of)
            if quarter.last_day < as_of and quarter not in self.reported
        ]

    def measured_until(self, as_of: date) -> date:
        """Return the end of the last reported quarter, but not after a day."""
        if not self.reported:
            return as_of
        return min(as_of, max(self.reported).last_day)

    def occupancies(self, as_of: date) -> dict[str, Occupancy]:
        """Return what the last report says about each obligation with posts, by code; nothing without a report."""
        if not self.reported:
            return {}
        answer = next(reversed(self.last[max(self.reported)].answers.all()), None)
        return occupancies(
            self.agreed,
            self.reported,
            self.measured_until(as_of),
            confirmed=answer is not None and answer.decision == ReportDecision.CONFIRMED,
        )


def release_of(agreement: Agreement, as_of: date) -> Release | None:
    """Return the staff release of one agreement, None if none is agreed. Seven queries."""
    return next(iter(_releases(Q(instrument__agreement=agreement), as_of)), None)


def releases_of(agreements: Collection[int], as_of: date) -> dict[int, Release]:
    """Return the staff release of agreements by primary key, without those that agree on none. Seven queries."""
    releases = _releases(Q(instrument__agreement__in=agreements), as_of)
    return {release.agreement.pk: release for release in releases}


def releases_visible_to(user: User, as_of: date) -> list[Release]:
    """Return the staff release of all agreements visible to the user, by district. Seven queries."""
    return _releases(Q(instrument__in=policy.visible_instruments(user)), as_of)


def _releases(which: Q, as_of: date) -> list[Release]:
    terms = ObligationTerms.objects.filter(SIGNED, which, kind=ObligationKind.STAFF_RELEASE)
    contracts = contracts_of(terms, as_of)
    rows = (
        terms.select_related(
            "obligation",
            "instrument__agreement__district",
            "instrument__frozen_version",
            "instrument__amendment",
        )
        .prefetch_related(Prefetch("posts", StaffRelease.objects.order_by("position", "pk")))
        .order_by("instrument__agreement__district__number", "instrument__agreement", "instrument__number")
    )
    by_agreement: dict[int, list[ObligationTerms]] = defaultdict(list)
    for row in rows:
        by_agreement[row.instrument.agreement_id].append(row)
    current = contents_in_force(by_agreement, as_of)
    releases = {
        key: release
        for key, of_one in by_agreement.items()
        if key in contracts and (release := _release(of_one, contracts[key], current.get(key), as_of))
    }
    _read_reports(releases)
    return list(releases.values())


def _release(
    rows: list[ObligationTerms], contract: Contract, current: Content | None, as_of: date
) -> Release | None:
    """Return what signed terms agree on; `current` is the text in force."""
    instruments = {row.instrument.number: row.instrument for row in rows}
    contents = {number: signed_whole(instrument) for number, instrument in instruments.items()}
    texts = sorted(
        (_posts(row, contents[row.instrument.number], contract) for row in rows), key=lambda text: text.order
    )
    if not any(text.posts for text in texts):
        return None
    newest = instruments[texts[-1].number]
    holding = dict.fromkeys(text.number for text in texts if (text.effective_from or date.max) <= as_of)
    return Release(
        agreement=newest.agreement,
        instrument=newest,
        agreed=agreed_shares(texts, contract.events),
        pending=pending_shares(texts, contract.events, as_of),
        limit=vacancy_limit([current] if current else [contents[number] for number in holding]),
    )


def _posts(row: ObligationTerms, content: Content, contract: Contract) -> SignedPosts:
    """Return the posts of signed terms: content from the frozen text, keys from its rows, in the same order."""
    code = row.obligation.code
    posts = next((obligation.posts for obligation in content.obligations if obligation.code == code), ())
    return SignedPosts(
        number=row.instrument.number,
        code=code,
        effective_from=contract.effective_from.get(row.instrument.number),
        concluded_on=contract.concluded_on.get(row.instrument.number),
        posts=tuple(zip((post.pk for post in row.posts.all()), posts, strict=True)),
    )


def reports_of(agreements: Iterable[int]) -> QuerySet[ReleaseReport]:
    """Return the reports on agreements with lines and answers, the last one on each quarter first."""
    answers = ReleaseAnswer.objects.order_by("number").select_related("answered_by")
    return (
        ReleaseReport.objects.filter(agreement__in=list(agreements))
        .order_by("agreement_id", "quarter_on", "-number")
        .select_related("reported_by")
        .prefetch_related("lines", Prefetch("answers", answers))
    )


def fillings_of(report: ReleaseReport, release: Release) -> dict[PostPlace, Filling]:
    """Return the lines of a report by function."""
    places = {share.post: share.place for share in release.agreed}
    return {
        places[line.post_id]: Filling(
            filled=line.filled,
            vacated_on=line.vacated_on,
            last_vacant_on=line.last_vacant_on,
            substitute=line.substitute,
            substitute_share=line.substitute_share,
            remark=line.remark,
        )
        for line in report.lines.all()
        if line.post_id in places
    }


def _read_reports(releases: dict[int, Release]) -> None:
    """Set the last report on each quarter of each release."""
    for report in reports_of(releases).distinct("agreement_id", "quarter_on"):
        quarter, release = Quarter.of(report.quarter_on), releases[report.agreement_id]
        release.last[quarter] = report
        release.reported[quarter] = fillings_of(report, release)
