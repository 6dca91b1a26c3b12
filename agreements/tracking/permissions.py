"""Who may report and who may confirm: each side reports on what it owes, and the other side answers."""

from agreements import policy
from agreements.choices import Side
from agreements.models import Instrument
from agreements.parties import ReportingSide, reporting_sides
from agreements.policy import Verdict
from districts.models import User
from districts.policy import role_scope
from districts.roles import DISTRICT_ROLES, Role

ROLES = {ReportingSide.DISTRICT: DISTRICT_ROLES, ReportingSide.COORDINATION: frozenset({Role.COORDINATOR})}
REFUSALS = {
    frozenset(
        {ReportingSide.DISTRICT}
    ): "Diese Pflicht trägt der Bezirk. Den Sachstand melden Beschäftigte und Leitung im Bezirk.",
    frozenset(
        {ReportingSide.COORDINATION}
    ): "Diese Pflicht trägt nicht der Bezirk. Den Sachstand meldet die Koordination von MitWirkung.",
    frozenset(ReportingSide): "Den Sachstand melden der Bezirk und die Koordination von MitWirkung.",
}
OTHERS_EVIDENCE = "Nachweise gehören zu einer Meldung; hinzufügen kann sie die Seite, die gemeldet hat."
OTHER_SIDE = {
    ReportingSide.DISTRICT: "Diese Meldung kommt vom Bezirk. Bestätigen oder nachfragen kann die Koordination von MitWirkung.",
    ReportingSide.COORDINATION: "Diese Meldung kommt von der Koordination. Bestätigen oder nachfragen können Beschäftigte und "
    "Leitung im Bezirk.",
}
OWN_REPORT = "Die eigene Meldung bestätigt niemand selbst. Das tut eine Person auf der anderen Seite."


def may_report(user: User, owing: frozenset[Side], instrument: Instrument) -> Verdict:
    """Return whether the user may report on an obligation of those sides in this instrument, with the reason if not."""
    answer = policy.verdict(user, "obligation.report", instrument)
    if not answer.allowed:
        return answer
    sides = reporting_sides(owing)
    if role_scope(user).roles_in(instrument.agreement.district_id) & {
        role for side in sides for role in ROLES[side]
    }:
        return policy.YES
    return Verdict(allowed=False, reason=REFUSALS[sides])


def side_of(user: User, owing: frozenset[Side], instrument: Instrument) -> ReportingSide:
    """Return the side that the user reports for; the district if she has roles on both."""
    sides = reporting_sides(owing)
    if len(sides) == 1:
        return min(sides)
    roles = role_scope(user).roles_in(instrument.agreement.district_id)
    return ReportingSide.DISTRICT if roles & DISTRICT_ROLES else ReportingSide.COORDINATION


def may_add_evidence(
    user: User, owing: frozenset[Side], side: ReportingSide, instrument: Instrument
) -> Verdict:
    """Return whether the user may add evidence to a report of a side, with the reason if not."""
    answer = may_report(user, owing, instrument)
    if answer.allowed and side_of(user, owing, instrument) != side:
        return Verdict(allowed=False, reason=OTHERS_EVIDENCE)
    return answer


def other(side: ReportingSide) -> ReportingSide:
    """Return the side that confirms what a side reports."""
    return ReportingSide.COORDINATION if side == ReportingSide.DISTRICT else ReportingSide.DISTRICT


def may_answer(user: User, reported_by: int, side: ReportingSide, instrument: Instrument) -> Verdict:
    """Return whether the user may confirm or query a report of a side, with the reason if not."""
    answer = policy.verdict(user, "obligation.confirm", instrument)
    if not answer.allowed:
        return answer
    if user.pk == reported_by:
        return Verdict(allowed=False, reason=OWN_REPORT)
    if role_scope(user).roles_in(instrument.agreement.district_id) & ROLES[other(side)]:
        return policy.YES
    return Verdict(allowed=False, reason=OTHER_SIDE[side])


def may_answer_release(user: User, reported_by: int, instrument: Instrument) -> Verdict:
    """Return whether the user may confirm or query a report on staff release, with the reason if not."""
    answer = policy.verdict(user, "release.confirm", instrument)
    if answer.allowed and user.pk == reported_by:
        return Verdict(allowed=False, reason=OWN_REPORT)
    return answer
