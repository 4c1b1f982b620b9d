"""Measures over subjects, ratings and sweeps."""

from collections import Counter
from collections.abc import Sequence

from server.domain.intervals import Mark
from server.domain.parts import Quotient
from server.domain.picks import Pick, counted_events
from server.domain.protocol import RatingMeasure, ReachMeasure, SweepMeasure, Where
from server.domain.says import Figure, nothing
from server.domain.scans import Sighting, Sweep
from server.domain.spans import Span
from server.domain.timeline import Timeline


def subject_counts(timeline: Timeline, codes: Sequence[str], where: Where) -> list[tuple[str, int]]:
    """Say how often each subject has one of the codes, most frequent first."""
    pick = Pick(where)
    sightings = (one for sweep in timeline.sweeps for one in sweep.sightings)
    others: list[Span | Mark | Sighting] = [*timeline.spans, *timeline.marks, *sightings]
    found = [event.subject for event in counted_events(timeline, codes, pick)]
    found += [each.subject for each in others if each.code in codes and pick.means(each)]
    counts = Counter(subject for subject in found if subject is not None)
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def reach(timeline: Timeline, measure: ReachMeasure) -> Figure:
    counts = subject_counts(timeline, measure["codes"], measure.get("where", {}))
    n, k = sum(times for _, times in counts), len(counts)
    match measure.get("statistic", "subjects"):
        case "share_of_present":
            return _share_of_present(k, n, timeline.context.get(measure.get("present", "")))
        case "top_three_share":
            return _top_three([times for _, times in counts], n)
        case _:
            return Figure(k, "subjects", n, "reach", {"value": k, "n": n})


def _share_of_present(k: int, n: int, present: object) -> Figure:
    if not isinstance(present, int | float) or present <= 0:
        return nothing("percent", n)
    parts = Quotient(100 * k, present)
    value = parts.top / present
    return Figure(value, "percent", n, "reach_share", {"value": value, "k": k, "present": present}, parts)


def _top_three(times: Sequence[int], n: int) -> Figure:
    if n == 0:
        return nothing("percent")
    parts = Quotient(100 * sum(times[:3]), n)
    value = parts.top / n
    return Figure(value, "percent", n, "reach_top", {"value": value, "n": n}, parts)


def rating(timeline: Timeline, measure: RatingMeasure) -> Figure:
    """Mean of the levels, or percent of the answered checks that were seen; not applicable is left out."""
    is_mean = measure["kind"] == "mean_rating"
    unit = "level" if is_mean else "percent"
    ratings = [each for each in timeline.ratings if each.code in measure["items"]]
    values = [each.value for each in ratings if each.value is not None]
    n, none = len(values), len(ratings) - len(values)
    if n == 0:
        return nothing(unit)
    k = sum(value if is_mean else min(1, max(0, value)) for value in values)
    parts = Quotient(k if is_mean else 100 * k, n)
    value = parts.top / n
    return Figure(value, unit, n, measure["kind"], {"value": value, "k": k, "n": n, "none": none}, parts)


def sweep_share(timeline: Timeline, measure: SweepMeasure) -> Figure:
    """Share in each sweep in which anybody was counted, then their mean; or the percent of these with so many."""
    pick = Pick(measure.get("where", {}))
    sides = [(_heads(sweep, measure["codes"], pick), _heads(sweep, measure["of"], pick)) for sweep in timeline.sweeps]
    counted = [(part, whole) for part, whole in sides if whole > 0]
    n = len(counted)
    if n == 0:
        return nothing("percent")
    limit = measure.get("at_least")
    k = sum(part >= limit for part, _ in counted) if limit else 0
    parts = Quotient(100 * k if limit else sum(100 * part / whole for part, whole in counted), n)
    value = parts.top / n
    key = "sweep_at_least" if limit else "sweep_share"
    return Figure(value, "percent", n, key, {"value": value, "k": k, "n": n, "limit": limit or 0}, parts)


def _heads(sweep: Sweep, codes: Sequence[str], pick: Pick) -> float:
    return sum(one.n for one in sweep.sightings if one.code in codes and pick.means(one))
