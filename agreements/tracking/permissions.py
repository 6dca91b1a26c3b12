"""Who may report and who may confirm: each side reports on what it owes, and the other side answers."""

from agreements import policy
from agreements.choices import OwedBy, Side
from agreements.models import Instrument
from agreements.policy import Verdict
from districts.models import User
from districts.policy import role_scope
from districts.roles import DISTRICT_ROLES, Role

COORDINATION = frozenset({Role.COORDINATOR})
ROLES = {Side.DISTRICT: DISTRICT_ROLES, Side.ASSOCIATION: COORDINATION}
REPORTERS = {
    OwedBy.DISTRICT: DISTRICT_ROLES,
    OwedBy.ASSOCIATION: COORDINATION,
    OwedBy.BOTH: DISTRICT_ROLES | COORDINATION,
}
REFUSALS = {
    OwedBy.DISTRICT: "Diese Pflicht trägt der Bezirk. Den Sachstand melden Beschäftigte und Leitung im Bezirk.",
    OwedBy.ASSOCIATION: "Diese Pflicht trägt MitWirkung. Den Sachstand meldet die Koordination.",
    OwedBy.BOTH: "Den Sachstand melden der Bezirk und die Koordination von MitWirkung.",
}
OTHERS_EVIDENCE = "Nachweise gehören zu einer Meldung; hinzufügen kann sie die Seite, die gemeldet hat."
OTHER_SIDE = {
    Side.DISTRICT: "Diese Meldung kommt vom Bezirk. Bestätigen oder nachfragen kann die Koordination von MitWirkung.",
    Side.ASSOCIATION: "Diese Meldung kommt von MitWirkung. Bestätigen oder nachfragen können Beschäftigte und Leitung im Bezirk.",
}
OWN_REPORT = "Die eigene Meldung bestätigt niemand selbst. Das tut eine Person auf der anderen Seite."


def may_report(user: User, owed_by: OwedBy, instrument: Instrument) -> Verdict:
    """Return whether the user may report on an obligation of that side in this instrument, with the reason if not."""
    answer = policy.verdict(user, "obligation.report", instrument)
    if not answer.allowed:
        return answer
    if role_scope(user).roles_in(instrument.agreement.district_id) & REPORTERS[owed_by]:
        return policy.YES
    return Verdict(allowed=False, reason=REFUSALS[owed_by])


def side_of(user: User, owed_by: OwedBy, instrument: Instrument) -> Side:
    """Return the side that the user reports for; the district if she has roles on both sides."""
    if owed_by != OwedBy.BOTH:
        return Side(owed_by.value)
    roles = role_scope(user).roles_in(instrument.agreement.district_id)
    return Side.DISTRICT if roles & DISTRICT_ROLES else Side.ASSOCIATION


def may_add_evidence(user: User, owed_by: OwedBy, side: Side, instrument: Instrument) -> Verdict:
    """Return whether the user may add evidence to a report of a side, with the reason if not."""
    answer = may_report(user, owed_by, instrument)
    if answer.allowed and side_of(user, owed_by, instrument) != side:
        return Verdict(allowed=False, reason=OTHERS_EVIDENCE)
    return answer


def other(side: Side) -> Side:
    return Side.ASSOCIATION if side == Side.DISTRICT else Side.DISTRICT


def may_answer(user: User, reported_by: int, side: Side, instrument: Instrument) -> Verdict:
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
