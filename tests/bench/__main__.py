"""`python -m tests.bench`: measures the app and the server, prints a table of ratios and writes bench.json.

Everything runs on this machine; nothing is asked of any other. Figures without a floor are sizes, or times that the
design bounds absolutely; compare them on one machine only.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click
import orjson
from playwright.sync_api import sync_playwright

from tests.bench.core import measure_core
from tests.bench.crowd import measure_crowd
from tests.bench.day import measure_day
from tests.bench.figures import Figure, as_json, as_table
from tests.bench.first_pull import measure_first_pull
from tests.bench.growth import measure_growth
from tests.bench.live import measure_live
from tests.bench.pads import measure_all_pads
from tests.bench.review import measure_review
from tests.bench.start import measure_sizes, measure_start
from tests.bench.taps import measure_pad
from tests.e2e.people import MARTA, make_office
from tests.e2e.screens import prepare_for_the_day
from tests.e2e.tablet import Tablet

OUTPUT = Path("bench.json")


@click.command()
@click.argument("what", type=click.Choice(["all", "pads"]), default="all")
def main(what: str) -> None:
    """Measure everything, or the taps on the pad of each protocol of the library."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        measure = _measure_pads if what == "pads" else _measure_all
        figures = list(_show(measure(Path(folder)), began))
    machine = {"processors": os.cpu_count(), "machine": platform.machine(), "load": os.getloadavg()[0]}
    OUTPUT.write_bytes(orjson.dumps({"machine": machine, "figures": as_json(figures)}, option=orjson.OPT_INDENT_2))
    click.echo(as_table(figures))
    click.echo(f"{time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}; written to {OUTPUT}")


def _measure_all(folder: Path) -> Iterator[Figure]:
    yield from _measure_tablet(folder)
    yield from measure_crowd(folder)
    yield from measure_growth(folder)


def _measure_pads(folder: Path) -> Iterator[Figure]:
    office = make_office(folder / "office")
    office.start()
    with sync_playwright() as playwright:
        tablet = Tablet(playwright, folder / "tablet", office.url)
        tablet.open()
        prepare_for_the_day(tablet, MARTA.email)
        tablet.close()
        tablet.go_offline()
        try:
            yield from measure_all_pads(tablet, Tablet(playwright, folder / "bare", office.url))
        finally:
            tablet.close()
            office.stop()


def _show(figures: Iterator[Figure], began: float) -> Iterator[Figure]:
    for figure in figures:
        click.echo(f"{time.monotonic() - began:4.0f} s  {figure.what}", err=True)
        yield figure


def _measure_tablet(folder: Path) -> Iterator[Figure]:
    office = make_office(folder / "office")
    office.start()
    with sync_playwright() as playwright:

        def take(name: str) -> Tablet:
            return Tablet(playwright, folder / name, office.url)

        tablet = take("tablet")
        try:
            yield from measure_sizes(tablet)
            tablet.close()
            tablet.go_offline()
            yield from measure_start(tablet)
            yield from measure_pad(tablet, take("bare"))
            yield from measure_day(tablet, office)
            yield from measure_review(take("review"), office)
            yield from measure_live(take("writer"), take("reader"), office)
            yield from measure_core(take("core"), folder)
        finally:
            tablet.close()
            office.stop()
        yield from measure_first_pull(playwright, folder)


if __name__ == "__main__":
    main()
