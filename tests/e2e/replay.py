"""`python -m tests.e2e.replay FILE…`: play timeline files of FILL+ on the real pad and compare the figures.

Each file is `hh:mm:ss,code` as in `backrow import timeline`. For each the seconds and shares of every code are
compared: as the review shows them, as `backrow measures` gives them for the synced observation, and as it gives them
for the imported file. Exits with 1 if any differ.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from playwright.sync_api import Playwright, sync_playwright

from tests.e2e import figures
from tests.e2e.cues import read_cues, read_protocol
from tests.e2e.figures import codes_of, measure, read_rows
from tests.e2e.office import Office
from tests.e2e.people import make_office
from tests.e2e.replayer import replay
from tests.e2e.tablet import Tablet

_PROTOCOL = "fill-plus"
_COLUMNS = "{:<28} {:>5} {:>9} {:>8}  {:<18} {:<18} {}"
_HEAD = ("lesson", "taps", "observed", "in LT", "review = synced", "synced = imported", "differences")


def main(files: Sequence[Path]) -> int:
    """Replay all files, printing a line for each; gives how the process should end."""
    if not files:
        click.echo("Name one or more timeline files.", err=True)
        return 2
    click.echo(
        _COLUMNS.format("lesson", "taps", "observed", "in LT", "review = synced", "synced = imported", "differences")
    )
    differ = False
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        office = make_office(Path(folder) / "office")
        for file in files:
            differ |= _replay_file(file, (playwright, office), Path(folder))
        office.stop()
    return int(differ)


def _replay_file(file: Path, house: tuple[Playwright, Office], folder: Path) -> bool:
    """Replay one file on a new tablet; tells whether anything differs."""
    playwright, office = house
    office.stop()
    office.start()
    tablet = Tablet(playwright, folder / file.stem, office.url)
    cues = read_cues(file)
    observation = replay(tablet, office, cues, protocol=_PROTOCOL)
    shown = read_rows(tablet, read_protocol(_PROTOCOL), "shares")
    tablet.close()
    synced = measure(office, observation)
    imported = measure(office, figures.import_timeline(office, file))
    on_screen = list(_compare(shown, figures.write_shares(synced)))
    in_figures = list(_compare(codes_of(synced), codes_of(imported)))
    observed = figures.write_clock(float(str(synced["observed_seconds"])))
    talk = figures.write_percent(codes_of(synced)["LT"]["share_of_time"])
    same = [("the same" if not found else "DIFFERENT") for found in (on_screen, in_figures)]
    said = "; ".join([*on_screen, *in_figures, *tablet.complaints])
    click.echo(_COLUMNS.format(file.stem, len(cues) - 1, observed, talk, *same, said))
    return bool(said)


def _compare(one: Mapping[str, object], other: Mapping[str, object]) -> Iterator[str]:
    for code in sorted(one.keys() | other.keys()):
        if one.get(code) != other.get(code):
            yield f"{code}: {one.get(code)} ≠ {other.get(code)}"


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
