"""Who reports on what: each side on what it owes itself."""

from agreements import policy
from agreements.models import Instrument
from agreements.policy import Verdict
from agreements.vocabulary import OwedBy
from districts.models import User
from districts.policy import standing
from districts.roles import DISTRICT_ROLES, Role

REPORTERS = {
    OwedBy.DISTRICT: DISTRICT_ROLES,
    OwedBy.ASSOCIATION: frozenset({Role.COORDINATOR}),
    OwedBy.BOTH: DISTRICT_ROLES | {Role.COORDINATOR},
}
REFUSALS = {
    OwedBy.DISTRICT: "Diese Pflicht trägt der Bezirk. Den Sachstand melden Beschäftigte und Leitung im Bezirk.",
    OwedBy.ASSOCIATION: "Diese Pflicht trägt MitWirkung. Den Sachstand meldet die Koordination.",
    OwedBy.BOTH: "Den Sachstand melden der Bezirk und die Koordination von MitWirkung.",
}


def may_report(user: User, owed_by: OwedBy, instrument: Instrument) -> Verdict:
    """Say whether the person may report on what that side owes by this instrument, and if not, why not."""
    answer = policy.verdict(user, "obligation.report", instrument)
    if not answer.allowed:
        return answer
    if standing(user).roles_in(instrument.agreement.district_id) & REPORTERS[owed_by]:
        return policy.YES
    return Verdict(allowed=False, reason=REFUSALS[owed_by])
