"""Which behaviour ends which: what the project says, but for what its own recordings do not keep."""

from collections.abc import Iterable, Mapping, Sequence

from server.domain.boris.behaviours import Behaviour
from server.domain.boris.events import Step
from server.domain.boris.raw import Left, show

Exclusion = frozenset[tuple[str, str]]


def find_exclusions(behaviours: Mapping[str, Behaviour], recordings: Iterable[Sequence[Step]], left: Left) -> Exclusion:
    """Give pairs of a behaviour and the state that it ends.

    In BORIS a recording can be edited until two behaviours that exclude each other run at once. Here a start ends the
    other whatever was recorded, so such a pair is told and left out: the recorded times stand.
    """
    named = set(_read_pairs(behaviours, left))
    broken = {pair for steps in recordings for pair in _find_broken(steps, named)}
    for ending, ended in sorted(broken):
        left.tell(f"that {show(ending)} excludes {show(ended)}: they were recorded at once")
    return frozenset(named - broken)


def _read_pairs(behaviours: Mapping[str, Behaviour], left: Left) -> Iterable[tuple[str, str]]:
    for behaviour in behaviours.values():
        for name in sorted(behaviour.excluded - {behaviour.name}):
            other = behaviours.get(name)
            if other is None:
                left.tell(f"that {show(behaviour.name)} excludes {show(name)}, which the project does not define")
            elif other.is_state:
                yield behaviour.name, name
            else:
                left.tell(f"that {show(behaviour.name)} excludes {show(name)}, which is no state")


def _find_broken(steps: Sequence[Step], named: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Find pairs where the state that should have ended goes on: its recorded stop comes later."""
    ended_by: dict[str, list[str]] = {}
    for ending, ended in named:
        ended_by.setdefault(ending, []).append(ended)
    running: dict[tuple[str, str], int] = {}
    for step in steps:
        event = step.event
        for ended in ended_by.get(event.code, ()) if step.action != "stop" else ():
            if running.get((event.subject, ended), 0) > event.t_ms:
                yield event.code, ended
        if step.until_ms is not None:
            running[event.subject, event.code] = step.until_ms
