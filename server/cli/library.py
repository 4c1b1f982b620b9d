"""Write the protocol library as the app reads it: `python -m server.cli.library FOLDER` makes library.json there."""

import json
import sys
from pathlib import Path

from server.domain.protocol import hash_protocol
from server.domain.protocol_files import read_checked

LIBRARY = Path(__file__).parents[2] / "protocols" / "library"


def make_library(folder: Path) -> str:
    """Give the JSON of all library files in order of name: slug, version, hash and body of each."""
    bodies = [read_checked(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    rows = [
        {"slug": body["id"], "version": body["version"], "hash": hash_protocol(body), "body": body} for body in bodies
    ]
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows) + "\n]\n"


if __name__ == "__main__":
    (Path(sys.argv[1]) / "library.json").write_text(make_library(LIBRARY), "utf-8")
