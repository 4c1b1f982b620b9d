"""A letter: what goes by mail to one person."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.people import is_email

_LONGEST_SUBJECT = 200
_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Letter:
    """Plain text to one address; raises ValueError for anything that could become a second header or recipient."""

    to: str
    subject: str
    text: str

    def __post_init__(self) -> None:
        if not is_email(self.to) or not self.to.isprintable():
            raise ValueError("a letter goes to one e-mail address")
        if not self.subject.isprintable() or not 0 < len(self.subject) <= _LONGEST_SUBJECT:
            raise ValueError(f"a subject is one line of at most {_LONGEST_SUBJECT} characters")
        if "\0" in self.text or not 0 < len(self.text) <= _LONGEST_TEXT:
            raise ValueError(f"a letter's text has at most {_LONGEST_TEXT} characters")
