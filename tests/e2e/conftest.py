"""What the browser tests stand on: a server of their own, tablets, and the folder of screenshots."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.e2e import screens
from tests.e2e.office import Office, free_port
from tests.e2e.people import MARTA, make_office
from tests.e2e.tablet import Tablet

# Two cores under a browser, a server and a throttled page can be slow; a test that hangs is told by its own words.
expect.set_options(timeout=20_000)

MakeTablet = Callable[..., Tablet]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation that has its people and nothing else."""
    folder = tmp_path_factory.mktemp("seed") / "data"
    make_office(folder)
    return folder


@pytest.fixture
def office(seed: Path, tmp_path: Path) -> Iterator[Office]:
    """A running server with a copy of the seed."""
    data = tmp_path / "office"
    shutil.copytree(seed, data)
    office = Office(data, free_port())
    office.start()
    yield office
    office.stop()


@pytest.fixture(scope="session")
def school(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all tests of faults: each has lessons of its own there."""
    data = tmp_path_factory.mktemp("school") / "data"
    shutil.copytree(seed, data)
    office = Office(data, free_port())
    office.start()
    yield office
    office.stop()


@pytest.fixture(scope="session")
def morning(playwright: Playwright, school: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profile of a tablet whose coach signed in this morning, with the whole app and everybody's names on it."""
    tablet = Tablet(playwright, tmp_path_factory.mktemp("morning") / "profile", school.url)
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.close()
    return tablet.profile


@pytest.fixture
def coach(playwright: Playwright, school: Office, morning: Path, tmp_path: Path) -> Iterator[Tablet]:
    """A copy of that tablet, in a school with no network."""
    profile = tmp_path / "coach"
    shutil.copytree(morning, profile, symlinks=True)
    tablet = Tablet(playwright, profile, school.url)
    tablet.go_offline()
    yield tablet
    tablet.close()
    assert tablet.complaints == []


@pytest.fixture
def make_tablet(playwright: Playwright, office: Office, tmp_path: Path) -> Iterator[MakeTablet]:
    """Make tablets that point at the server; at the end the browser must have complained of nothing."""
    made: list[Tablet] = []

    def make(**wanted: object) -> Tablet:
        tablet = Tablet(playwright, tmp_path / f"tablet{len(made)}", office.url, **wanted)  # type: ignore[arg-type]
        made.append(tablet)
        return tablet

    yield make
    for tablet in made:
        tablet.close()
    assert [words for tablet in made for words in tablet.complaints] == []


@pytest.fixture
def tablet(make_tablet: MakeTablet) -> Tablet:
    return make_tablet()


@pytest.fixture(scope="module")
def demo_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo district, running."""
    office = Office(tmp_path_factory.mktemp("demo"), free_port())
    office.run("demo", "--no-serve")
    office.start()
    yield office
    office.stop()
