"""Write what the app takes from `protocols`: `python -m server.cli.library FOLDER` makes two JSON files there.

It also adds the hashes of new protocol versions to `protocols/released.json` and writes the table of all keywords into
`protocols/README.md`.
"""

import json
import sys
import tomllib
from pathlib import Path

from server.domain.keyword_table import write_keywords
from server.domain.lint_shape import read_schema
from server.domain.protocol import hash_protocol
from server.domain.protocol_files import read_checked

PROTOCOLS = Path(__file__).parents[2] / "protocols"


def make_library(folder: Path) -> str:
    """Give the JSON of all library files in order of name: slug, version, hash and body of each."""
    bodies = [read_checked(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    rows = [
        {"slug": body["id"], "version": body["version"], "hash": hash_protocol(body), "body": body} for body in bodies
    ]
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows) + "\n]\n"


def make_released(folder: Path, kept: dict[str, str]) -> str:
    """Give the hash of every version that was ever released, the library's own added; a hash kept is never changed."""
    bodies = [read_checked(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    now = {f"{body['id']}@{body['version']}": hash_protocol(body) for body in bodies}
    return json.dumps(now | kept, indent=1, sort_keys=True) + "\n"


def make_messages(path: Path) -> str:
    """Give the JSON of the sentences; those of lint stay with the server."""
    messages = tomllib.loads(path.read_text("utf-8"))
    del messages["lint"]
    return json.dumps(messages, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    (target / "library.json").write_text(make_library(PROTOCOLS / "library"), "utf-8")
    released = PROTOCOLS / "released.json"
    released.write_text(make_released(PROTOCOLS / "library", json.loads(released.read_text("utf-8"))), "utf-8")
    readme = PROTOCOLS / "README.md"
    readme.write_text(write_keywords(readme.read_text("utf-8"), read_schema()), "utf-8")
    (target / "messages.json").write_text(make_messages(PROTOCOLS / "schema" / "messages.toml"), "utf-8")
