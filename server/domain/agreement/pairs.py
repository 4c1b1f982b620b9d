"""The figures of two observers: over the whole lesson, and code by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from server.domain.agreement.alpha import Level, krippendorff_alpha
from server.domain.agreement.blocks import make_blocks
from server.domain.agreement.coefficients import (
    Cells,
    NumberPair,
    Pair,
    cohen_kappa,
    count_cells,
    gwet_ac1,
    jaccard,
    mean_per_block,
    percent_agreement,
    smaller_over_larger,
    unscored_agreement,
    weighted_kappa,
)
from server.domain.agreement.figures import Made, Settings
from server.domain.agreement.matching import Matching, match_events
from server.domain.agreement.units import Said, Score, Unit, make_scores, make_units, unit_kind
from server.domain.protocol import Code, Protocol
from server.domain.ranges import Range, intersect, length_of, unite
from server.domain.timeline import TimedEvent, Timeline

Two: TypeAlias = tuple[Timeline, Timeline]
Figures: TypeAlias = dict[str, Made]


@dataclass(frozen=True, slots=True)
class Side:
    """Two observers side by side; `both`: what each said of the units that both watched."""

    timelines: Two
    both: Sequence[tuple[Said, Said]]
    settings: Settings


def make_side(protocol: Protocol, timelines: Two, settings: Settings) -> Side:
    units = make_units(protocol, timelines, settings.step_ms)
    return Side(timelines, [cast(tuple[Said, Said], unit.said) for unit in units if None not in unit.said], settings)


def overall_figures(protocol: Protocol, side: Side) -> Figures:
    """Compute what is said of the whole lesson: by unit, by event, by score."""
    kind = unit_kind(protocol)
    figures = _pool(side.both, codes_of(protocol, "any")) if kind == "interval" else _compare_labels(side.both, kind)
    if kind == "moment" and (events := codes_of(protocol, "event")):
        figures |= _matching_figures([match_code(side, code) for code in events], side.settings)
    return figures | _score_figures(make_scores(side.timelines))


def code_figures(protocol: Protocol, side: Side, code: Code) -> Figures:
    """Compute what is said of one code; empty if neither observer used it."""
    kind = unit_kind(protocol)
    if not any(_uses(timeline, code["id"]) for timeline in side.timelines):
        return {}
    if kind == "moment" and code["kind"] == "event":
        return _matching_figures([match_code(side, code["id"])], side.settings) | _block_figures(side, code["id"])
    cells = _cells_of(side.both, code["id"])
    figures = _cell_figures(cells, kind)
    if kind == "moment":
        return figures | _duration_figures(side.timelines, code["id"]) | _block_figures(side, code["id"])
    return figures | {"unscored": Made(unscored_agreement(cells), "percent", cells.n, "agree_unscored")}


def alpha_figures(protocol: Protocol, units: Sequence[Unit], scores: Sequence[Score]) -> Figures:
    """Compute Krippendorff's alpha of all observers at once: of the units, and of the scores."""
    figures: Figures = {}
    if units:
        said = _cells_of_all(protocol, units) if unit_kind(protocol) == "interval" else [unit.said for unit in units]
        figures["alpha"] = Made(krippendorff_alpha(said), "coefficient", len(units), "agree_alpha")
    if scores:
        level: Level = "interval" if unit_kind(protocol) == "sighting" else "ordinal"
        alpha = krippendorff_alpha([score.values for score in scores], level)
        figures["alpha_of_scores"] = Made(alpha, "coefficient", len(scores), "agree_alpha_scores")
    return figures


def _cells_of_all(protocol: Protocol, units: Sequence[Unit]) -> list[list[bool | None]]:
    codes = codes_of(protocol, "any")
    return [[None if said is None else _holds(said, code) for said in unit.said] for unit in units for code in codes]


def codes_of(protocol: Protocol, kind: str) -> list[str]:
    return [code["id"] for code in protocol["codes"] if kind in ("any", code["kind"])]


def _uses(timeline: Timeline, code: str) -> bool:
    return (
        any(span.code == code for span in timeline.spans)
        or any(event.code == code for event in timeline.events)
        or any(mark.code == code for mark in timeline.marks)
        or any(code in sweep.codes for sweep in timeline.sweeps)
    )


def _compare_labels(both: Sequence[tuple[Said, Said]], kind: str) -> Figures:
    pairs = cast(Sequence[Pair], both)
    n = len(pairs)
    categories = len({label for pair in pairs for label in pair})
    if n == 0:
        return {}
    return {
        "percent": Made(percent_agreement(pairs), "percent", n, f"agree_percent_{kind}"),
        "kappa": Made(cohen_kappa(pairs), "coefficient", n, f"agree_kappa_{kind}"),
        "ac1": Made(gwet_ac1(pairs, categories), "coefficient", n, "agree_ac1", {"categories": categories}),
    }


def _pool(both: Sequence[tuple[Said, Said]], codes: Sequence[str]) -> Figures:
    """Pool all cells of code × interval."""
    cells = count_cells(
        [_holds(first, code) for first, _ in both for code in codes],
        [_holds(second, code) for _, second in both for code in codes],
    )
    return _cell_figures(cells, "pooled") if cells.n else {}


def _cells_of(both: Sequence[tuple[Said, Said]], code: str) -> Cells:
    return count_cells([_holds(first, code) for first, _ in both], [_holds(second, code) for _, second in both])


def _holds(said: Said, code: str) -> bool:
    return any(code == held for _, held in said)


def _cell_figures(cells: Cells, kind: str) -> Figures:
    pairs, n = cells.pairs(), cells.n
    return {
        "percent": Made(percent_agreement(pairs), "percent", n, f"agree_percent_{kind}"),
        "kappa": Made(cohen_kappa(pairs), "coefficient", n, f"agree_kappa_{kind}", cells=cells),
        "ac1": Made(gwet_ac1(pairs, 2), "coefficient", n, "agree_ac1", {"categories": 2}, cells),
        "jaccard": Made(jaccard(cells), "percent", n, "agree_jaccard", {"marked": n - cells.neither}),
    }


def match_code(side: Side, code: str) -> Matching:
    """Match the events of a code; its places are those of `events_of`."""
    first, second = ([event.t_ms for event in events_of(side.timelines, at, code)] for at in (0, 1))
    return match_events(first, second, side.settings.tolerance_ms)


def events_of(timelines: Two, at: Literal[0, 1], code: str) -> list[TimedEvent]:
    """Give one observer's events of a code, in order, in the time that both watched."""
    found = (event for event in timelines[at].events if event.code == code and _is_common(timelines, event.t_ms))
    return sorted(found, key=lambda event: event.t_ms)


def _is_common(timelines: Two, t_ms: int) -> bool:
    """Whether both watched a moment; the last instant of a lesson was watched too."""
    return all(any(start <= t_ms <= end for start, end in timeline.observed) for timeline in timelines)


def _matching_figures(found: Sequence[Matching], settings: Settings) -> Figures:
    matched = sum(len(one.pairs) for one in found)
    alone = [sum(len(one.first_alone) for one in found), sum(len(one.second_alone) for one in found)]
    lags = [lag for one in found for lag in one.lags_ms]
    n = 2 * matched + sum(alone)
    facts = {
        "matched": matched,
        "first_alone": alone[0],
        "second_alone": alone[1],
        "tolerance": settings.tolerance_ms / 1000,
    }
    figures = {"matched": Made(100 * 2 * matched / n if n else None, "percent", n, "agree_matched", facts)}
    figures["total"] = Made(
        smaller_over_larger(matched + alone[0], matched + alone[1]), "percent", n, "agree_total", facts
    )
    if lags:
        figures["mean_lag"] = Made(sum(lags) / len(lags) / 1000, "seconds", len(lags), "agree_mean_lag", facts)
    return figures


def _duration_figures(timelines: Two, code: str) -> Figures:
    common: Sequence[Range] = intersect(list(timelines[0].observed), list(timelines[1].observed))
    lengths = [
        length_of(intersect(unite(span.range for span in timeline.spans if span.code == code), common)) / 1000
        for timeline in timelines
    ]
    facts = {"first": lengths[0], "second": lengths[1]}
    return {"duration": Made(smaller_over_larger(*lengths), "percent", 2, "agree_duration", facts)}


def _block_figures(side: Side, code: str) -> Figures:
    blocks = make_blocks(side.timelines, code, side.settings.block_ms)
    n, facts = len(blocks.counts), {"length": side.settings.block_ms / 1000}
    exact = percent_agreement(cast(Sequence[Pair], blocks.counts))
    return {
        "interval_by_interval": Made(percent_agreement(blocks.cells.pairs()), "percent", n, "agree_by_interval", facts),
        "scored": Made(jaccard(blocks.cells), "percent", n, "agree_scored", facts),
        "unscored": Made(unscored_agreement(blocks.cells), "percent", n, "agree_unscored_blocks", facts),
        "exact_count": Made(exact, "percent", n, "agree_exact_count", facts),
        "mean_count": Made(mean_per_block(blocks.counts), "percent", n, "agree_mean_count", facts),
    }


def _score_figures(scores: Sequence[Score]) -> Figures:
    pairs = [cast(NumberPair, score.values) for score in scores if None not in score.values]
    n = len(pairs)
    if n == 0:
        return {}
    near = 100 * sum(abs(a - b) <= 1 for a, b in pairs) / n
    return {
        "exact_scores": Made(percent_agreement(cast(Sequence[Pair], pairs)), "percent", n, "agree_exact_scores"),
        "adjacent_scores": Made(near, "percent", n, "agree_adjacent_scores"),
        "kappa_linear": Made(weighted_kappa(pairs, "linear"), "coefficient", n, "agree_kappa_linear"),
        "kappa_quadratic": Made(weighted_kappa(pairs, "quadratic"), "coefficient", n, "agree_kappa_quadratic"),
    }
