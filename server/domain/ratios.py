"""So many of these to one of those."""

from server.domain.parts import Quotient
from server.domain.picks import ALL, Pick, count_all, duration_of
from server.domain.protocol import Protocol, RatioMeasure
from server.domain.says import Figure, nothing, show_time
from server.domain.timeline import Timeline


def sides_of(protocol: Protocol, timeline: Timeline, measure: RatioMeasure) -> tuple[int, int]:
    """Give the two sides: counts, or milliseconds when durations are compared."""
    side = duration_of if measure.get("basis") == "duration" else count_all
    subject = measure.get("subject")
    return (
        side(protocol, timeline, measure["codes"], Pick(measure.get("where", {}), subject)),
        side(protocol, timeline, measure["per"], Pick(measure.get("per_where", {}), subject)),
    )


def ratio(protocol: Protocol, timeline: Timeline, measure: RatioMeasure) -> Figure:
    """P : C. With nothing on the second side there is no number, and the sentence says "P to 0"."""
    p, c = sides_of(protocol, timeline, measure)
    is_time = measure.get("basis") == "duration"
    facts = {"p": show_time(p), "c": show_time(c)} if is_time else {"p": p, "c": c}
    n = count_all(protocol, timeline, [*measure["codes"], *measure["per"]], ALL) if is_time else p + c
    parts = Quotient(p, c)
    if p == 0 and c == 0:
        return nothing("to_one", parts=parts)
    if c == 0:
        return Figure(None, "to_one", n, "ratio_to_none", facts, parts)
    return Figure(p / c, "to_one", n, "ratio_of_time" if is_time else "ratio", {**facts, "value": p / c}, parts)
