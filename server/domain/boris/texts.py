"""Texts of a project, which has one language, as texts of a protocol, which has two."""

from server.domain.protocol import Text

LONGEST = 2000


def both(text: str) -> Text:
    """The one language that a project has, in both of ours."""
    return {"en": text[:LONGEST], "es": text[:LONGEST]}
