"""Names of actors in the history: the chain covers a salted hash of each, so that a name can be erased. Pure."""

import hashlib

from districts.erased_names import erased_name


def actor_digest(name: str, salt: str) -> str:
    """Return the SHA-256 that stands for a name in the chain; without the salt nobody can guess the name from it."""
    return hashlib.sha256(f"{salt}:{name}".encode()).hexdigest()


def is_actor_intact(name: str, number: int | None, digest: str, salt: str) -> bool:
    """Check a name against its digest; an erased one has no salt any more. Entries without digest have their name hashed."""
    if salt or not digest:
        return not digest or actor_digest(name, salt) == digest
    return number is not None and name == erased_name(number)
