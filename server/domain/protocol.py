"""The shape of a protocol as parsed JSON (`protocols/schema/protocol.schema.json`) and the questions asked of one."""

import hashlib
import json
from typing import Literal, NotRequired, TypeAlias, TypedDict

Text: TypeAlias = dict[str, str]
# What stands on a key: one text for every language, or one for each.
Short: TypeAlias = str | Text
# Modifier to the option that is meant, or to several of which any will do.
Where: TypeAlias = dict[str, str | list[str]]
IntervalRule: TypeAlias = Literal["partial", "whole", "momentary_start", "momentary_end"]
Prompting: TypeAlias = Literal["none", "flash", "vibrate"]
Direction: TypeAlias = Literal["up", "down", "range", "none"]
Statistic: TypeAlias = Literal["median", "mean", "lower_quartile", "upper_quartile", "share_at_least", "no_response"]

LANGUAGES = ("en", "es")


class Source(TypedDict):
    citation: str
    url: str
    note: Text


class ContinuousSampling(TypedDict):
    method: Literal["continuous"]


class IntervalSampling(TypedDict):
    method: Literal["interval"]
    length_s: int
    rule: IntervalRule
    record_gap_s: NotRequired[int]
    prompt: NotRequired[Prompting]
    grace_s: NotRequired[int]


class SweepSampling(TypedDict):
    method: Literal["sweep"]
    spacing_s: NotRequired[int]
    first_s: NotRequired[int]
    count: NotRequired[int]
    window_s: NotRequired[int]
    prompt: NotRequired[Prompting]


Sampling: TypeAlias = ContinuousSampling | IntervalSampling | SweepSampling


class Group(TypedDict):
    id: str
    label: Text
    exclusive: bool
    track: NotRequired[str]
    initial: NotRequired[str]
    colour: NotRequired[str]


class Code(TypedDict):
    id: str
    short: NotRequired[Short]
    kind: Literal["event", "state"]
    group: str
    key: NotRequired[str]
    label: Text
    look_for: Text
    not_for: NotRequired[Text]
    rule: NotRequired[IntervalRule]
    second_tap: NotRequired[Literal["stop", "ignore", "restart"]]
    stops: NotRequired[list[str]]
    modifiers: NotRequired[list[str]]
    subjects: NotRequired[list[str]]


class Option(TypedDict):
    id: str
    label: Text
    short: NotRequired[Short]


class Modifier(TypedDict):
    id: str
    label: Text
    kind: Literal["one", "many", "number", "subject"]
    ask: NotRequired[Literal["start", "stop", "later"]]
    options: NotRequired[list[Option]]
    default: NotRequired[str]
    minimum: NotRequired[float]
    maximum: NotRequired[float]
    unit: NotRequired[str]


class Subject(TypedDict):
    id: str
    label: Text
    kind: Literal["class", "teacher", "target", "peer", "seat", "group", "adult"]
    every: NotRequired[int]


class Seatmap(TypedDict):
    layout: Literal["rows", "columns", "free"]
    rows: NotRequired[int]
    columns: NotRequired[int]
    labels: NotRequired[Literal["letters", "numbers"]]
    tap: NotRequired[str]
    link: NotRequired[str]
    path: NotRequired[str]


PairTimer = TypedDict(
    "PairTimer",
    {
        "id": str,
        "label": Text,
        "kind": Literal["pair"],
        "from": list[str],
        "from_edge": NotRequired[Literal["start", "stop"]],
        "to": list[str],
        "to_edge": NotRequired[Literal["start", "stop"]],
        "pairing": NotRequired[Literal["latest", "first"]],
        "limit_s": NotRequired[float],
    },
)


class HoldTimer(TypedDict):
    id: str
    label: Text
    kind: Literal["hold"]
    code: str
    limit_s: NotRequired[float]


Timer: TypeAlias = PairTimer | HoldTimer


class Level(TypedDict):
    value: int
    label: Text
    anchor: NotRequired[Text]


class Scale(TypedDict):
    id: str
    label: Text
    levels: list[Level]
    na: NotRequired[bool]
    per: NotRequired[Literal["lesson", "segment", "interval"]]
    evidence: NotRequired[Literal["none", "asked", "required"]]


class Item(TypedDict):
    id: str
    kind: Literal["rating", "check"]
    group: str
    scale: NotRequired[str]
    na: NotRequired[bool]
    label: Text
    look_for: Text
    not_for: NotRequired[Text]


class Speaker(TypedDict):
    id: str
    label: Text


class Script(TypedDict):
    speakers: list[Speaker]
    tags: NotRequired[list[str]]
    phrases: NotRequired[list[Text]]


class ContextField(TypedDict):
    id: str
    label: Text
    kind: Literal["number", "text", "choice"]
    options: NotRequired[list[Option]]
    minimum: NotRequired[float]
    maximum: NotRequired[float]
    unit: NotRequired[str]
    required: NotRequired[bool]


class Exclude(TypedDict):
    code: str
    why: NotRequired[Text]


class Segment(TypedDict):
    id: str
    label: Text
    length_s: int
    scoring_s: NotRequired[int]


class Norm(TypedDict):
    value: NotRequired[float]
    low: NotRequired[float]
    high: NotRequired[float]
    label: Text
    source: str


class _Measure(TypedDict):
    id: str
    label: Text
    about: NotRequired[Text]
    direction: NotRequired[Direction]
    norm: NotRequired[Norm]


TallyKind: TypeAlias = Literal[
    "count",
    "rate",
    "duration",
    "share_of_time",
    "bout_mean",
    "bout_sd",
    "gap_mean",
    "share_of_intervals",
    "share_of_codes",
]


class TallyMeasure(_Measure):
    kind: TallyKind
    codes: list[str]
    of: NotRequired[list[str]]
    where: NotRequired[Where]
    unit: NotRequired[Literal["per_minute", "per_10_minutes", "per_hour"]]
    subject: NotRequired[str]
    interval_s: NotRequired[int]
    rule: NotRequired[IntervalRule]


class RatioMeasure(_Measure):
    kind: Literal["ratio"]
    codes: list[str]
    per: list[str]
    basis: NotRequired[Literal["count", "duration", "intervals"]]
    where: NotRequired[Where]
    per_where: NotRequired[Where]
    subject: NotRequired[str]


class LatencyMeasure(_Measure):
    kind: Literal["latency"]
    triggers: list[str]
    responses: list[str]
    where: NotRequired[Where]
    response_where: NotRequired[Where]
    subject: NotRequired[str]
    by_subject: NotRequired[bool]
    limit_s: NotRequired[float]
    statistic: NotRequired[Statistic]


class TimerMeasure(_Measure):
    kind: Literal["timer"]
    timer: str
    limit_s: NotRequired[float]
    statistic: NotRequired[Statistic]


class ReachMeasure(_Measure):
    kind: Literal["reach"]
    codes: list[str]
    where: NotRequired[Where]
    present: NotRequired[str]
    statistic: NotRequired[Literal["subjects", "share_of_present", "top_three_share"]]


class RatingMeasure(_Measure):
    kind: Literal["mean_rating", "share_checked"]
    items: list[str]


class _TransitionFields(_Measure):
    kind: Literal["transition"]
    group: str
    to: NotRequired[list[str]]
    match: NotRequired[Literal["both", "either"]]
    pairs: NotRequired[Literal["all", "changes", "steady"]]
    per_from: NotRequired[list[str]]
    per_to: NotRequired[list[str]]
    where: NotRequired[Where]
    to_where: NotRequired[Where]
    subject: NotRequired[str]
    by_subject: NotRequired[bool]
    step_s: NotRequired[int]
    edge: NotRequired[str]
    statistic: NotRequired[Literal["count", "share_of_pairs"]]


_From = TypedDict("_From", {"from": NotRequired[list[str]]})


class TransitionMeasure(_TransitionFields, _From):
    pass


class SweepMeasure(_Measure):
    kind: Literal["sweep_share"]
    codes: list[str]
    of: list[str]
    where: NotRequired[Where]
    at_least: NotRequired[int]


Measure: TypeAlias = (
    TallyMeasure
    | RatioMeasure
    | LatencyMeasure
    | TimerMeasure
    | ReachMeasure
    | RatingMeasure
    | TransitionMeasure
    | SweepMeasure
)


class Display(TypedDict):
    id: str
    label: Text
    chart: str
    measures: NotRequired[list[str]]
    groups: NotRequired[list[str]]
    codes: NotRequired[list[str]]
    modifier: NotRequired[str]
    shown: NotRequired[bool]


class Prompt(TypedDict):
    phase: Literal["plan", "reflect"]
    text: Text


class Protocol(TypedDict):
    id: str
    version: int
    title: Text
    summary: Text
    source: Source
    licence: str
    based_on: NotRequired[str]
    sampling: Sampling
    groups: list[Group]
    codes: list[Code]
    modifiers: list[Modifier]
    subjects: list[Subject]
    seatmap: NotRequired[Seatmap]
    timers: list[Timer]
    scales: list[Scale]
    items: list[Item]
    script: NotRequired[Script]
    context: list[ContextField]
    exclude: list[Exclude]
    segments: list[Segment]
    measures: list[Measure]
    displays: list[Display]
    prompts: list[Prompt]


def hash_protocol(body: Protocol) -> str:
    """SHA-256 in hex of the canonical JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def find_code(protocol: Protocol, id: str) -> Code | None:
    return next((code for code in protocol["codes"] if code["id"] == id), None)


def find_group(protocol: Protocol, id: str) -> Group | None:
    return next((group for group in protocol["groups"] if group["id"] == id), None)


def is_exclusive(protocol: Protocol, code: Code) -> bool:
    group = find_group(protocol, code["group"])
    return group is not None and group["exclusive"]


def track_of(protocol: Protocol, code: Code) -> str:
    """Name the track of a code: exclusive groups of one track exclude each other too."""
    group = find_group(protocol, code["group"])
    return group.get("track", group["id"]) if group else code["group"]


def ended_by(protocol: Protocol, code: Code) -> frozenset[str]:
    """Name the states that end at the instant when this code is recorded, the code itself not among them."""
    stops = set(code.get("stops", ()))
    if code["kind"] == "state" and is_exclusive(protocol, code):
        track = track_of(protocol, code)
        stops |= {
            other["id"]
            for other in protocol["codes"]
            if other["kind"] == "state" and is_exclusive(protocol, other) and track_of(protocol, other) == track
        }
    return frozenset(stops - {code["id"]})


def second_tap_of(protocol: Protocol, code: Code) -> Literal["stop", "ignore", "restart"]:
    """Say what a tap does while the state runs."""
    return code.get("second_tap") or ("ignore" if is_exclusive(protocol, code) else "stop")


def rule_of(sampling: IntervalSampling, code: Code | None) -> IntervalRule:
    return (code and code.get("rule")) or sampling["rule"]


def step_of(sampling: IntervalSampling) -> int:
    """Give the milliseconds from the start of an interval to the start of the next."""
    return (sampling["length_s"] + sampling.get("record_gap_s", 0)) * 1000


def subject_at(protocol: Protocol, interval: int) -> str | None:
    """Name who is watched in an interval: every so many intervals the subject that says so, else the first one."""
    turning = [subject for subject in protocol["subjects"] if "every" in subject]
    for subject in turning:
        if (interval + 1) % subject["every"] == 0:
            return subject["id"]
    steady = (subject["id"] for subject in protocol["subjects"] if "every" not in subject)
    return next(steady, None) if turning else None


def read_short(code: Code, language: str) -> str:
    """Give what stands on the key of a code."""
    short = code.get("short", code["id"])
    return short if isinstance(short, str) else read_text(short, language)


def read_text(text: Text, language: str) -> str:
    """Give a text in a language, or in English where the protocol does not have it."""
    return text.get(language) or text["en"]
