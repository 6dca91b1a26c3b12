"""The content of an e-mail. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Recipient, subject, paragraphs, one link, the reason for the e-mail, and whom to ask."""

    address: str
    name: str
    subject: str
    paragraphs: tuple[str, ...]
    link_words: str
    link: str
    why: str
    contact: str
