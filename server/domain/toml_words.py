"""What Python's reader of TOML says of a file that is none, in words a coach can act on."""

from typing import NamedTuple


class Advice(NamedTuple):
    """What is wrong, and the fix."""

    why: str
    fix: str


_UNCLOSED = Advice("a text has no closing quotation mark", 'Close it with " on the same line.')
_TWICE = Advice("a name stands twice in one part", "Take one away.")
_NO_NAME = Advice("there is no name = value", "Write name = value; a comment begins with #.")
# By how the reader's sentence begins; the first that fits.
_WORDS = (
    (r"Illegal character '\n'", _UNCLOSED),
    ("Illegal character", Advice("there is a character that cannot be seen", "Take it away, or type the line anew.")),
    ("Unterminated string", _UNCLOSED),
    ("Expected \"'", _UNCLOSED),
    (
        "Invalid value",
        Advice(
            "what stands after = is no value",
            'Put a text in straight quotation marks ("); write true, false and numbers bare.',
        ),
    ),
    (
        "Unclosed array",
        Advice("a list is not closed, or lacks a comma", "Put commas between its entries, and ] at its end."),
    ),
    (
        "Unclosed inline table",
        Advice("braces are not closed, or lack a comma", "Put commas between the parts, and } at their end."),
    ),
    (
        "Invalid initial character for a key part",
        Advice(
            "braces go on in another line, or end with a comma", "Write { … } on one line, without a comma before }."
        ),
    ),
    ("Expected '='", _NO_NAME),
    ("Invalid statement", _NO_NAME),
    ("Duplicate inline table key", _TWICE),
    (
        "Cannot declare",
        Advice(
            "the head of a part stands twice",
            "Write [[…]] above each entry of a list, and [sampling] and the like once.",
        ),
    ),
    ("Cannot", _TWICE),
    (
        "Expected ']",
        Advice("the head of a part is not closed", "Write [sampling], or [[codes]] with two brackets on both sides."),
    ),
    ("Expected newline", Advice("there is more in the line than one value", "Begin a new line after each value.")),
    (
        "Unescaped",
        Advice("a backslash stands in a text", r"Write \\ for a backslash, \" for a quotation mark."),
    ),
)


def advise(said: str) -> Advice:
    """Put what the reader said in our words; what is not known stands as it is, cut short."""
    known = next((advice for begins, advice in _WORDS if said.startswith(begins)), None)
    return known or Advice(said[:1].lower() + said[1:120], "Mend that line.")
