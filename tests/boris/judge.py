"""Runs BORIS's own functions on a project: what it counts, how long, and its kappa. `judge.py LIBRARIES PROJECT STEP`;
without a step (an empty one) no kappa.

BORIS imports its windows along with its arithmetic. The windows are left out here, the arithmetic is BORIS's: whatever
belongs to a screen is replaced by a thing that answers to every name, and only then are the functions imported.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import json
import sys
import types
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

LIBRARIES, PROJECT, STEP = sys.argv[1:4]
SCREENS = ("PyQt5", "PIL", "matplotlib", "pandas", "exifread", "pyreadr")
COLUMNS = ("subject", "behavior", "number", "duration", "duration_mean", "duration_stdev")
PLAYERS = ("boris.mpv", "boris.mpv2")


class AnyName(type):
    def __getattr__(cls, name: str) -> type[Anything]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything

    def __contains__(cls, _: object) -> bool:
        return False


class Anything(metaclass=AnyName):
    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __call__(self, *given: object) -> object:
        return given[0] if given else self


class Screen(types.ModuleType):
    __path__: list[str] = []  # noqa: RUF012 — the name is Python's own

    def __getattr__(self, name: str) -> type[Anything]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything


class ScreenFinder(importlib.abc.Loader):
    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        is_screen = name.split(".")[0] in SCREENS or name in PLAYERS
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if is_screen else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> Screen:
        return Screen(spec.name)

    def exec_module(self, _: types.ModuleType) -> None:
        pass


def judge() -> dict[str, object]:
    config, database, projects, budgets, reliability = (
        importlib.import_module(f"boris.{name}")
        for name in ("config", "db_functions", "project_functions", "time_budget_functions", "irr")
    )
    _, _, project, _ = projects.open_project_json(PROJECT)
    if "error" in project:
        return {"error": str(project["error"])}
    subjects = [config.NO_FOCAL_SUBJECT, *(each["name"] for each in project["subjects_conf"].values())]
    behaviours = [each["code"] for each in project["behaviors_conf"].values()]
    found: dict[str, object] = {}
    for name in project["observations"]:
        _, _, database_of = database.load_aggregated_events_in_db(project, subjects, [name], behaviours)
        paired, why = projects.check_state_events_obs(name, project["behaviors_conf"], project["observations"][name])
        cursor = database.load_events_in_db(project, subjects, [name], behaviours)
        rows, _ = budgets.time_budget_analysis(
            project["behaviors_conf"],
            cursor,
            [name],
            {
                "selected subjects": subjects,
                "selected behaviors": behaviours,
                "include modifiers": False,
                "exclude behaviors": True,
                "start time": Decimal("0.0"),
                "end time": Decimal("86400.0"),
            },
        )
        found[name] = {
            "paired": paired,
            "why": why,
            "budget": [[row[name] for name in COLUMNS] for row in rows],
            "aggregated": database_of is not None,
        }
    kappas = _kappas(database, reliability, project, subjects, behaviours) if STEP else ()
    return {"observations": found, "kappa": list(kappas)}


def _kappas(
    database: Any, reliability: Any, project: Any, subjects: list[str], behaviours: list[str]
) -> Iterator[list[object]]:
    for one, other in combinations(project["observations"], 2):
        _, _, connection = database.load_aggregated_events_in_db(project, subjects, [one, other], behaviours)
        if connection is not None:
            used = [name for name in subjects if _has_events(project, (one, other), name)]
            kappa, _ = reliability.cohen_kappa(connection.cursor(), one, other, Decimal(STEP), used, False)
            yield [one, other, float(kappa)]


def _has_events(project: Any, names: tuple[str, str], subject: str) -> bool:
    wanted = "" if subject == "No focal subject" else subject
    return any(event[1] == wanted for name in names for event in project["observations"][name]["events"])


sys.path.insert(0, LIBRARIES)
sys.meta_path.insert(0, ScreenFinder())
package = types.ModuleType("boris")
package.__path__ = [f"{LIBRARIES}/boris"]
sys.modules["boris"] = package
print(json.dumps(judge()))  # noqa: T201 — it is a command
