"""The words of one e-mail, before they become a message. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The words of one e-mail: to whom by name, about what, in paragraphs, with one link, and why it comes."""

    address: str
    name: str
    subject: str
    paragraphs: tuple[str, ...]
    link_words: str
    link: str
    why: str
    coordinator: str
