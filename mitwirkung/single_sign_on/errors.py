"""Why somebody does not get in by an identity provider: what is said to the person, and by which name the log knows it."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Words:
    """The status of the answer, what happened, and what to do; `{name}` is the provider's."""

    status: int
    happened: str
    to_do: str


class Refusal(Enum):
    """A reason; its name stands in the security log."""

    AWAY = Words(
        502,
        "„{name}“ antwortet gerade nicht, oder nicht so, wie es sein muss.",
        "Versuchen Sie es in einigen Minuten noch einmal. Hält es an, sagen Sie es bitte der IT Ihrer Stelle.",
    )
    STALE = Words(
        400,
        "Diese Anmeldung wurde nicht in diesem Browser begonnen, oder das ist länger als zehn Minuten her.",
        "Beginnen Sie bitte noch einmal. Cookies müssen erlaubt sein.",
    )
    CANCELLED = Words(
        403,
        "Sie haben die Anmeldung bei „{name}“ abgebrochen.",
        "Wenn Sie das nicht wollten, beginnen Sie bitte noch einmal.",
    )
    FOREIGN_DOMAIN = Words(
        403,
        "„{name}“ hat keine E-Mail-Adresse genannt, die zu dieser Stelle gehört.",
        "Melden Sie sich über den Dienst Ihrer eigenen Stelle an. Ist es dieser, sagen Sie es bitte Ihrer IT.",
    )
    UNVERIFIED = Words(
        403,
        "„{name}“ hat nicht bestätigt, dass die E-Mail-Adresse Ihnen gehört.",
        "Sagen Sie das bitte der IT Ihrer Stelle: Der Dienst muss „email_verified“ mitteilen.",
    )
    NO_ACCOUNT = Words(
        403,
        "Zu Ihrer E-Mail-Adresse gibt es hier kein Konto, oder die Einladung dazu ist noch nicht angenommen.",
        "Wenn Sie eine Einladung haben, öffnen Sie den Link darin. Sonst bitten Sie die Administration um eine.",
    )
    LOCKED = Words(
        403,
        "Ihr Konto ist gesperrt.",
        "Bitte wenden Sie sich an die Administration.",
    )
    OTHER_SUBJECT = Words(
        403,
        "Ihr Konto ist bei „{name}“ mit einer anderen Kennung verknüpft als der, mit der Sie sich angemeldet haben.",
        "So etwas kommt vor, wenn die IT Ihr Konto dort neu angelegt hat. Die Administration kann die alte Verknüpfung "
        "lösen; danach melden Sie sich noch einmal an.",
    )
    OTHER_ADDRESS = Words(
        403,
        "Die Einladung ging an eine andere E-Mail-Adresse als die, mit der Sie sich bei „{name}“ angemeldet haben.",
        "Melden Sie sich dort mit dem richtigen Konto an, oder bitten Sie die Administration um eine Einladung an Ihre Adresse.",
    )
    INVITATION_ENDED = Words(
        403,
        "Diese Einladung gilt nicht mehr.",
        "Haben Sie sie schon angenommen, melden Sie sich einfach an. Sonst bitten Sie die Administration um eine neue.",
    )
    NOT_FRESH = Words(
        403,
        "„{name}“ hat nicht bestätigt, dass Sie sich gerade eben neu angemeldet haben.",
        "Versuchen Sie es noch einmal. Hält es an, sagen Sie es bitte der IT Ihrer Stelle: Der Dienst muss „auth_time“ mitteilen. "
        "Mit einem eigenen Passkey unter „Anmeldung sichern“ geht es ohne.",
    )
    OTHER_PERSON = Words(
        403,
        "Bei „{name}“ hat sich jemand anderes angemeldet, als hier angemeldet ist.",
        "Bestätigen Sie bitte mit Ihrem eigenen Konto.",
    )


class SignOnRefused(Exception):  # noqa: N818  a refusal is an answer, not an error of the program
    """Somebody does not get in; nothing was changed. `person` is the number of the account that she would have come into."""

    def __init__(self, reason: Refusal, person: int | None = None) -> None:
        super().__init__(reason.name)
        self.reason, self.person = reason, person
