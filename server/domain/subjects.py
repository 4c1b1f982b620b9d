"""Measures over subjects, ratings and sweeps."""

from collections import Counter
from collections.abc import Mapping, Sequence

from server.domain.intervals import Mark
from server.domain.protocol import RatingMeasure, ReachMeasure, SweepMeasure
from server.domain.says import Figure, nothing
from server.domain.scans import Sighting
from server.domain.spans import Span
from server.domain.tallies import Pick, counted_events
from server.domain.timeline import Timeline


def subject_counts(timeline: Timeline, codes: Sequence[str], where: Mapping[str, str]) -> list[tuple[str, int]]:
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
    value = 100 * k / present
    return Figure(value, "percent", n, "reach_share", {"value": value, "k": k, "present": present})


def _top_three(times: Sequence[int], n: int) -> Figure:
    if n == 0:
        return nothing("percent")
    value = 100 * sum(times[:3]) / n
    return Figure(value, "percent", n, "reach_top", {"value": value, "n": n})


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
    value = k / n if is_mean else 100 * k / n
    return Figure(value, unit, n, measure["kind"], {"value": value, "k": k, "n": n, "none": none})


def sweep_share(timeline: Timeline, measure: SweepMeasure) -> Figure:
    """Share in each sweep, then the mean over the sweeps in which anybody was counted."""
    sides = [
        (
            sum(sweep.codes.get(code, 0) for code in measure["codes"]),
            sum(sweep.codes.get(code, 0) for code in measure["of"]),
        )
        for sweep in timeline.sweeps
    ]
    shares = [100 * part / whole for part, whole in sides if whole > 0]
    n = len(shares)
    if n == 0:
        return nothing("percent")
    value = sum(shares) / n
    return Figure(value, "percent", n, "sweep_share", {"value": value, "n": n})
