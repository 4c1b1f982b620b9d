"""Names in our alphabet for names in any: `Slow walk` becomes `Slow-walk`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

_NOT_CODE = re.compile(r"[^A-Za-z0-9/+._-]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_CODE_LENGTH = 24
_SLUG_LENGTH = 40


class Names:
    """Gives each foreign name one name of ours, never the same to two."""

    def __init__(self, make: Callable[[str], str], *, separator: str = "-", longest: int = _CODE_LENGTH) -> None:
        self._make = make
        self._separator = separator
        self._longest = longest
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()
        self._tried: Counter[str] = Counter()

    def give(self, foreign: str) -> str:
        if foreign not in self._given:
            self._given[foreign] = self.give_new(foreign)
        return self._given[foreign]

    def give_new(self, foreign: str) -> str:
        """Give a name that nothing has yet, though something else may be called alike."""
        name = self._unique(self._make(foreign))
        self._taken.add(name.casefold())
        return name

    def find(self, foreign: str) -> str | None:
        return self._given.get(foreign)

    def _unique(self, name: str) -> str:
        candidate, stem = name, name[: self._longest - 6].rstrip("/+._- ")
        while candidate.casefold() in self._taken:
            self._tried[stem] += 1
            candidate = f"{stem}{self._separator}{self._tried[stem] + 1}"
        return candidate


def to_code(name: str) -> str:
    """Make a code's id: letters and digits of ASCII, at most 24 characters."""
    return _NOT_CODE.sub("-", _plain(name)).strip("/+._-")[:_CODE_LENGTH].rstrip("/+._-") or "code"


def to_slug(name: str) -> str:
    return _NOT_SLUG.sub("-", _plain(name).lower()).strip("-")[:_SLUG_LENGTH].strip("-") or "x"


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
