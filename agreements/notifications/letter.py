"""The content of an e-mail. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One thing among others, with its own link."""

    words: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Recipient, subject, paragraphs, groups of lines, one link, the reason for the e-mail, and whom to ask.

    `reply_to` are the addresses that answers go to, `unsubscribe` is where the recipient stops such e-mails, if she may.
    """

    address: str
    name: str
    subject: str
    paragraphs: tuple[str, ...]
    groups: tuple[tuple[str, tuple[LetterLine, ...]], ...] = ()
    link_words: str
    link: str
    why: str
    contact: str
    reply_to: tuple[str, ...] = ()
    unsubscribe: str = ""
