"""What lint finds: where, which rule, what is wrong and the fix."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from server.domain.shipped import protocols_folder
from server.domain.toml_lines import Lines, Path, line_of

Severity = Literal["error", "advice"]
ADVICE = frozenset(
    {"untranslated", "short-twice", "empty-group", "language-partly", "display-empty", "part-of", "name"}
)

_NOUNS = {
    "groups": "group",
    "codes": "code",
    "modifiers": "modifier",
    "subjects": "subject",
    "timers": "timer",
    "scales": "scale",
    "items": "item",
    "context": "context field",
    "exclude": "excluded code",
    "segments": "segment",
    "measures": "measure",
    "displays": "display",
    "prompts": "prompt",
    "options": "option",
    "levels": "level",
    "speakers": "speaker",
    "phrases": "phrase",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault; `line` counts from 1, None when the file was not even read."""

    line: int | None
    rule: str
    what: str
    fix: str

    @property
    def severity(self) -> Severity:
        return "advice" if self.rule in ADVICE else "error"

    def say(self, file: str) -> str:
        """Say it in one line: file, line, rule, what is wrong, fix."""
        place = file if self.line is None else f"{file}:{self.line}"
        return f"{place}: {self.rule}: {self.what}. {self.fix}"


@dataclass(frozen=True, slots=True)
class Place:
    """A parsed file and where its parts stand."""

    body: Mapping[str, object]
    lines: Lines

    def find(self, rule: str, path: Path, **facts: object) -> Finding:
        """Make a finding about the value at a path; `it` names that value unless a fact does."""
        told = {"it": self.name(path), **facts}
        texts = _texts()[rule]
        return Finding(line_of(self.lines, path) or 1, rule, _fill(texts["what"], told), _fill(texts["fix"], told))

    def line(self, path: Path) -> int | None:
        return line_of(self.lines, path)

    def name(self, path: Path) -> str:
        """Name a value as a person would: `code "Lec"`, `the label of code "Lec"`."""
        if not path:
            return "the protocol"
        owner = self._name_owner(path)
        if owner is not None:
            return owner
        part = str(path[-1]) if isinstance(path[-1], str) else f"entry {path[-1] + 1}"
        return f"{part} of {self.name(path[:-1])}"

    def _name_owner(self, path: Path) -> str | None:
        if len(path) < 2 or not isinstance(path[-1], int) or path[-2] not in _NOUNS:
            return None
        noun = _NOUNS[str(path[-2])]
        entry = self.get(path)
        id = entry.get("id") if isinstance(entry, Mapping) else None
        named = f'{noun} "{_short(id)}"' if isinstance(id, str) else f"{noun} {path[-1] + 1}"
        return named if len(path) == 2 else f"{named} of {self.name(path[:-2])}"

    def get(self, path: Path) -> object:
        value: object = self.body
        for step in path:
            if isinstance(value, Mapping):
                value = value.get(str(step))
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value


def make_finding(rule: str, line: int | None = None, **facts: object) -> Finding:
    """Make a finding about a file that could not be parsed."""
    texts = _texts()[rule]
    return Finding(line, rule, _fill(texts["what"], facts), _fill(texts["fix"], facts))


def show(value: object) -> str:
    """Write a value as a file would, cut short."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _fill(template: str, facts: Mapping[str, object]) -> str:
    text = template
    for name, fact in facts.items():
        text = text.replace("{" + name + "}", str(fact))
    return " ".join(text.split())


@cache
def _texts() -> dict[str, dict[str, str]]:
    messages = tomllib.loads((protocols_folder() / "schema" / "messages.toml").read_text("utf-8"))
    texts: dict[str, dict[str, str]] = messages["lint"]
    return texts
