"""The content of an e-mail. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Recipient, subject, paragraphs, one link, and the reason for the e-mail."""

    address: str
    name: str
    subject: str
    paragraphs: tuple[str, ...]
    link_words: str
    link: str
    why: str
    coordinator: str
