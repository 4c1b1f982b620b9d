"""The figures of an observation as the review shows them, as `backrow measures` gives them, as the taps demand them."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import cast

from server.domain.json_values import JsonObject
from server.domain.protocol import Protocol, read_short
from tests.e2e.cues import END, NOT_OBSERVED, Cues
from tests.e2e.office import Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import read_table
from tests.e2e.tablet import Tablet

# By code: what one row of a table says of it.
Rows = dict[str, tuple[str, ...]]


def read_rows(tablet: Tablet, protocol: Protocol, figure: str) -> Rows:
    """Read a table of the review as a person does, by code."""
    left = list(protocol["codes"])
    rows: Rows = {}
    for row in read_table(tablet, figure).rows:
        # Two sides of a lesson may have codes of one name; rows stand in the order of the protocol.
        code = next(code for code in left if row[0] == f"{read_short(code, 'en')} {code['label']['en']}")
        left.remove(code)
        rows[code["id"]] = row[1:]
    return rows


def measure(office: Office, observation: str) -> JsonObject:
    """Ask the office for the measures of an observation."""
    return cast(JsonObject, office.run_json("measures", observation))


def count_of(office: Office, observation: str, code: str) -> float | None:
    """Ask the office how often a code was recorded."""
    return codes_of(measure(office, observation))[code]["count"]


def import_timeline(office: Office, file: Path) -> str:
    """Import a timeline file as the same coach's visit to the same teacher; gives the observation."""
    who = ("--coach", MARTA.email, "--teacher", TILDA.email)
    answer = cast(JsonObject, office.run_json("import", "timeline", str(file), "--protocol", "fill-plus", *who))
    return str(answer["observation"])


def codes_of(measures: JsonObject) -> dict[str, dict[str, float | None]]:
    return cast("dict[str, dict[str, float | None]]", measures["codes"])


def write_shares(measures: JsonObject) -> Rows:
    """Write time, share and count of each state the way the review writes them."""
    return {
        code: (write_clock(figure["seconds"]), write_percent(figure["share_of_time"]), f"{figure['count']}")
        for code, figure in codes_of(measures).items()
    }


def write_intervals(measures: JsonObject) -> Rows:
    return {
        code: (
            f"{figure['intervals']}",
            write_percent(figure["share_of_intervals"]),
            write_percent(figure["share_of_codes"]),
        )
        for code, figure in codes_of(measures).items()
    }


def count_seconds(cues: Cues) -> dict[str, float]:
    """Say how long each state lasted by the cues alone: from its tap to the next change."""
    lasted: defaultdict[str, float] = defaultdict(float)
    for cue, after in pairwise(cues):
        if cue.code not in (NOT_OBSERVED, END):
            lasted[cue.code] += (after.t_ms - cue.t_ms) / 1000
    return dict(lasted)


def count_taps(cues: Cues) -> dict[str, int]:
    return dict(Counter(cue.code for cue in cues if cue.code not in (NOT_OBSERVED, END)))


def count_intervals(cues: Cues, protocol: Protocol, length_ms: int) -> dict[str, int]:
    """Say in how many intervals each code is marked, by the cues alone: in an exclusive group the last tap stands."""
    exclusive = {group["id"] for group in protocol["groups"] if group["exclusive"]}
    group_of = {code["id"]: code["group"] for code in protocol["codes"]}
    marked: dict[tuple[int, str], str] = {}
    for cue in cues:
        if cue.code != END:
            place = group_of[cue.code] if group_of[cue.code] in exclusive else cue.code
            marked[cue.t_ms // length_ms, place] = cue.code
    return dict(Counter(marked.values()))


def write_clock(seconds: float | None) -> str:
    whole = int(seconds or 0)
    minutes = f"{whole // 60 % 60}:{whole % 60:02}"
    return minutes if whole < 3600 else f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def write_percent(percent: float | None) -> str:
    value = Decimal(str(percent or 0))
    step = Decimal("0.1") if value != 0 and value < 10 else Decimal(1)
    rounded = value.quantize(step, ROUND_HALF_UP)
    return f"{rounded.normalize():f}%"
