"""The second client as a command: record with no network, and send and fetch when there is one.

    export BACKROW_PASSWORD=…
    python -m tests.device_command ana.sqlite3 sync https://coaching.example.org ana@example.org
    python -m tests.device_command ana.sqlite3 observe TEACHER      (prints the scope)
    python -m tests.device_command ana.sqlite3 tap SCOPE LQ 1000    (a code, and milliseconds into the lesson)
    python -m tests.device_command ana.sqlite3 screen               (what is known, one record a line)

The first `sync` signs in and notes whose file it is; after it everything but `sync` works without a network.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.device import Device
from tests.device_recorder import Recorder
from tests.device_store import Store
from tests.web import Web


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line says; whatever is refused is raised."""
    said = _read(arguments)
    store = Store(said.file)
    if said.act == "sync":
        _sync(store, said.url, said.email)
        return
    user = store.find("user")
    if user is None:
        raise SystemExit("Nobody has signed in with this file yet: begin with sync.")
    tablet = Recorder(user, store=store)
    match said.act:
        case "observe":
            print(tablet.observe(said.teacher))
        case "tap":
            print(tablet.tap(said.scope, said.code, said.t_ms)["record"])
        case _:
            for record, fields in tablet.screen().items():
                print(record, json.dumps(fields, ensure_ascii=False))


def _sync(store: Store, url: str, email: str) -> None:
    web = Web(url)
    user = web.sign_in(email, os.environ["BACKROW_PASSWORD"])
    if store.find("user") not in (None, user):
        raise SystemExit("This file is somebody else's: one file for each user.")
    tablet = Device(web, user, store=store)
    tablet.store_fact("user", user)
    tablet.check()
    fates = Counter("applied" if fate["status"] == "duplicate" else fate["status"] for fate in tablet.fates.values())
    print(json.dumps({"waiting": len(tablet.outbox), **fates, "known": len(tablet.live())}))


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.device_command", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", type=Path)
    acts = parser.add_subparsers(dest="act", required=True)
    sync = acts.add_parser("sync")
    sync.add_argument("url")
    sync.add_argument("email")
    acts.add_parser("observe").add_argument("teacher")
    tap = acts.add_parser("tap")
    tap.add_argument("scope")
    tap.add_argument("code")
    tap.add_argument("t_ms", type=int)
    acts.add_parser("screen")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
