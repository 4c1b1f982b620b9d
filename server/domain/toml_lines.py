"""Where in a TOML text each value stands; `tomllib` reads values and forgets their lines.

Reads texts that `tomllib` has accepted, and only as much of TOML as it takes to count lines.
"""

import re
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
Lines: TypeAlias = dict[Path, int]

_SKIP = re.compile(r"(?:[ \t\r]|#[^\n]*)*")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
_PLAIN_ARRAY = re.compile(r"""\[[^\[\]{}"'#]*\]""")
_SCALAR = re.compile(r"[^,\]}#\n]*")


def find_lines(text: str) -> Lines:
    """Give the line, counted from 1, on which each table, list element and key begins."""
    return _Scanner(text).scan()


def line_of(lines: Lines, path: Path) -> int | None:
    """Give the line of a value, or of the nearest thing around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Scanner:
    """Walks over the text once; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.counted = 0
        self.lines: Lines = {}
        self.sizes: dict[Path, int] = {}

    def scan(self) -> Lines:
        table: Path = ()
        while self._skip(_SPACE) < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> Path:
        is_list = self.text.startswith("[[", self.at)
        self.at += 2 if is_list else 1
        keys = self._keys()
        self.at = self.text.find("\n", self.at) % (len(self.text) + 1)
        path = self._resolve(keys[:-1])
        path = (*path, keys[-1])
        if is_list:
            self.lines.setdefault(path, self._here())
            path = self._grow(path)
        self.lines[path] = self._here()
        return path

    def _resolve(self, keys: list[str]) -> Path:
        """Name the table that a header's keys lead to: of a list of tables, its last one."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.sizes:
                path = (*path, self.sizes[path] - 1)
        return path

    def _grow(self, path: Path) -> Path:
        self.sizes[path] = self.sizes.get(path, 0) + 1
        return (*path, self.sizes[path] - 1)

    def _pair(self, table: Path) -> None:
        path = table
        line = self._here()
        for key in self._keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.at += 1
        self._skip(_SPACE)
        self._value(path)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._skip(_SKIP) < len(self.text) and self.text[self.at] == ".":
            self.at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        self._skip(_SKIP)
        quoted = _STRING.match(self.text, self.at)
        match = quoted or _BARE.match(self.text, self.at)
        if match is None:
            raise ValueError(f"no key at {self.at}")
        self.at = match.end()
        return match[0][1:-1] if quoted else match[0]

    def _value(self, path: Path) -> None:
        self.lines.setdefault(path, self._here())
        plain = _PLAIN_ARRAY.match(self.text, self.at)
        if plain is not None:
            self.at = plain.end()
        elif self.text.startswith("[", self.at):
            self._array(path)
        elif self.text.startswith("{", self.at):
            self._inline_table(path)
        else:
            match = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = match.end() if match else self.at

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._skip(_SPACE) < len(self.text) and self.text[self.at] != "]":
            self._value((*path, index))
            index += 1
            if self._skip(_SPACE) < len(self.text) and self.text[self.at] == ",":
                self.at += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip(_SPACE) < len(self.text) and self.text[self.at] != "}":
            self._pair(path)
            if self._skip(_SPACE) < len(self.text) and self.text[self.at] == ",":
                self.at += 1
        self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _here(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line
