"""Whether an amendment of an agreement can be begun on a day."""

from datetime import date

from agreements import policy
from agreements.models import Instrument
from agreements.policy import Verdict
from agreements.state import AgreementState, ContractFacts, agreement_state
from agreements.texts.amended_text import content_of_version
from districts.models import User

ENDED = (
    "Dieser Vertrag ist beendet. Ein Nachtrag könnte ihn nicht mehr ändern oder verlängern; dafür braucht es einen "
    "Folgevertrag."
)

NO_TEXT = (
    "Von diesem Vertrag ist hier kein Text erfasst, den ein Nachtrag ändern könnte; erfasst sind Eckdaten oder Pflichten. "
    "Erfassen Sie zuerst den Wortlaut des Vertrags, dann lässt sich der Nachtrag beginnen."
)


def may_begin(user: User, contract: Instrument, facts: ContractFacts, as_of: date) -> Verdict:
    """Return whether the user may begin an amendment of a contract, with the reason if not."""
    verdict = policy.verdict(user, "amendment.begin", contract)
    if verdict.allowed and agreement_state(facts, as_of) == AgreementState.ENDED:
        return Verdict(allowed=False, reason=ENDED)
    if verdict.allowed and contract.made_elsewhere and not content_of_version(contract).sections:
        return Verdict(allowed=False, reason=NO_TEXT)
    return verdict
