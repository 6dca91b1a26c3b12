"""The signed address at which a recipient stops e-mails about some topics, without signing in."""

from collections.abc import Iterable

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from agreements.mail_topics import OPTIONAL, Topic
from districts.models import User

SALT = "agreements.reminders.unsubscribe"


def unsubscribe_path(person: User, topics: Iterable[Topic]) -> str:
    """Return the path; it knows the person by her key and says nothing of her."""
    token = Signer(salt=SALT).sign(f"{person.pk}.{'.'.join(topics)}")
    return reverse("mail_unsubscribe", args=[token])


def read_unsubscribe_token(token: str) -> tuple[User, tuple[Topic, ...]] | None:
    """Return the person and the topics of a token, None for one that we did not sign."""
    try:
        key, *names = Signer(salt=SALT).unsign(token).split(".")
    except BadSignature:
        return None
    person = User.objects.filter(pk=int(key), is_active=True).first()
    topics = tuple(topic for topic in OPTIONAL if topic.value in names)
    return (person, topics) if person and topics else None
