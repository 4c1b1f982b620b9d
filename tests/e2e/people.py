"""The people of the tests, and an installation in which they can sign in."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.office import Office, Person, free_port

MARTA = Person("marta@example.org", "Marta Ruiz", "coach")
OWEN = Person("owen@example.org", "Owen Hale", "coach")
TILDA = Person("tilda@example.org", "Tilda Frost", "teacher")
BO = Person("bo@example.org", "Bo Lind", "teacher")
PEOPLE = (MARTA, OWEN, TILDA, BO)


def make_office(folder: Path) -> Office:
    """Make a district of two coaches and two teachers."""
    office = Office(folder, free_port())
    office.enrol(PEOPLE)
    return office
