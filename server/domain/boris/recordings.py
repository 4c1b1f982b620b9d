"""The observations of a project: what was recorded, from when to when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from server.domain.boris.behaviours import Behaviour
from server.domain.boris.events import Event, Step, pair_events, read_events, read_ms, shift_events
from server.domain.boris.names import Names
from server.domain.boris.raw import Left, clean, show, show_seconds, text_of
from server.domain.boris.variables import read_not_observed
from server.domain.ranges import Range, unite

_DAY_MS = 24 * 3600 * 1000
_MAX_NOTES = 60_000
_MAX_NAME = 200
_CARRIED = (
    "type", "date", "description", "events", "independent_variables", "observation time interval", "time offset",
    "file", "media_info", "start_from_current_time", "start_from_current_epoch_time",
)  # fmt: skip
_OF_THE_PLAYER = (
    "visualize_spectrogram", "visualize_waveform", "media_creation_date_as_offset", "media_scan_sampling_duration",
    "image_display_duration", "close_behaviors_between_videos", "directories_list", "use_exif_date", "time_lapse_delay",
    "media_file_info", "replace audio", "time offset second player",
)  # fmt: skip
_TOLD_APART = ("scan_sampling_time", "plot_data")


@dataclass(frozen=True, slots=True)
class Recording:
    """One observation; times in milliseconds from its own start. `raw` is what else the project says of it."""

    name: str
    started_at: datetime | None
    ended_ms: int
    not_observed: Sequence[Range]
    steps: Sequence[Step]
    raw: Mapping[str, object]

    @property
    def notes(self) -> str:
        return text_of(self.raw, "description")[:_MAX_NOTES]


def read_recordings(
    project: Mapping[str, object], behaviours: Mapping[str, Behaviour], left: Left
) -> Iterator[Recording]:
    observations = project.get("observations")
    if observations and not isinstance(observations, dict):
        left.tell("the observations, which are not in the form of format 4 and later")
    names = Names(lambda key: clean(key)[:_MAX_NAME] or "?", separator=" ", longest=_MAX_NAME)
    for key, raw in observations.items() if isinstance(observations, dict) else ():
        name = names.give(key)
        found = _read_recording(name, raw, behaviours, left) if isinstance(raw, dict) else None
        if found is None:
            left.tell(f"the observation {name}")
        else:
            yield found


def _read_recording(
    name: str, raw: Mapping[str, object], behaviours: Mapping[str, Behaviour], left: Left
) -> Recording | None:
    _tell_rest(name, raw, left)
    events = read_events(name, raw.get("events"), behaviours, left)
    if raw.get("type") == "IMAGES" and raw.get("events") and not events:
        return None
    begins_ms = _find_beginning(raw, events)
    stretch = _read_stretch(raw)
    ended_ms = max([0, *(event.t_ms for event in events), stretch[1], _media_ms(raw)]) - begins_ms
    if ended_ms > _DAY_MS:
        left.tell(f"the length of {name}: it is longer than a day")
        return None
    if begins_ms:
        left.tell(f"the clock of {name}: its times count from its first event, at {show_seconds(begins_ms)}")
    not_observed = read_not_observed(raw.get("independent_variables"))
    first_ms = events[0].t_ms if events else stretch[1]
    if begins_ms == 0 and 0 < stretch[0] <= first_ms:
        not_observed = unite([(0, stretch[0]), *not_observed])
    steps = pair_events(shift_events(events, -begins_ms), behaviours)
    _tell_open(name, steps, left)
    return Recording(name, _find_start(raw, begins_ms), ended_ms, not_observed, steps, raw)


def _find_beginning(raw: Mapping[str, object], events: Sequence[Event]) -> int:
    """Give the time on BORIS's clock at which the lesson begins.

    That is 0, unless the clock showed the time of day or the seconds since 1970, or an offset made times negative or
    larger than a day.
    """
    first, last = (events[0].t_ms, events[-1].t_ms) if events else (0, 0)
    by_clock = raw.get("start_from_current_time") is True or raw.get("start_from_current_epoch_time") is True
    return first if by_clock or first < 0 or last > _DAY_MS else 0


def _find_start(raw: Mapping[str, object], begins_ms: int) -> datetime | None:
    """BORIS writes the local time without its zone; it is taken as it stands."""
    if raw.get("start_from_current_epoch_time") is True and begins_ms > 0:
        return datetime.fromtimestamp(begins_ms / 1000, UTC)
    try:
        date = datetime.fromisoformat(text_of(raw, "date")[:19]).replace(tzinfo=UTC)
    except ValueError:
        return None
    if not 1970 <= date.year < 3000:
        return None
    if raw.get("start_from_current_time") is True and 0 < begins_ms < _DAY_MS:
        return date.replace(hour=0, minute=0, second=0) + timedelta(milliseconds=begins_ms)
    return date


def _read_stretch(raw: Mapping[str, object]) -> Range:
    """The stretch to which an observation was limited; BORIS writes 0 to 0 for none."""
    ends = raw.get("observation time interval")
    if not isinstance(ends, list) or len(ends) != 2:
        return 0, 0
    start, end = read_ms(ends[0]), read_ms(ends[1])
    return (start, end) if start is not None and end is not None and 0 <= start < end else (0, 0)


def _media_ms(raw: Mapping[str, object]) -> int:
    """The length of the media, those of one player one after another; 0 when one of them is not known."""
    files, info = raw.get("file"), raw.get("media_info")
    lengths = info.get("length") if isinstance(info, dict) else None
    if raw.get("type") != "MEDIA" or not isinstance(files, dict) or not isinstance(lengths, dict):
        return 0
    players = [[read_ms(lengths.get(file)) for file in player] for player in _players(files)]
    times = [time for player in players for time in player]
    if None in times:
        return 0
    return max((sum(cast(list[int], player)) for player in players), default=0)


def _players(files: Mapping[str, object]) -> Iterator[list[str]]:
    for player in files.values():
        if isinstance(player, list):
            yield [file for file in player if isinstance(file, str)]


def _tell_rest(name: str, raw: Mapping[str, object], left: Left) -> None:
    if raw.get("type") not in ("LIVE", "MEDIA", "IMAGES"):
        left.tell(f"the type {show(raw.get('type'))} of {name}")
    files = raw.get("file")
    if isinstance(files, dict) and any(_players(files)):
        left.tell(f"the media files of {name}")
    if raw.get("time offset"):
        left.tell(f"the time offset of {name}: its times stand as BORIS shows them")
    if raw.get("scan_sampling_time"):
        left.tell(f"the scan sampling of {name}: it is read as a continuous record")
    if raw.get("plot_data"):
        left.tell(f"the data files of {name}")
    for key in _OF_THE_PLAYER:
        if raw.get(key) and not (key == "image_display_duration" and raw[key] == 1):
            left.tell(f"settings of the player of {name}")
    left.tell_others(raw, (*_CARRIED, *_OF_THE_PLAYER, *_TOLD_APART), name)
    if text_of(raw, "date") and _find_start(raw, 0) is None:
        left.tell(f"the date {show(raw['date'])} of {name}, which is none")
    if len(text_of(raw, "description")) > _MAX_NOTES:
        left.tell(f"the end of the description of {name}")


def _tell_open(name: str, steps: Sequence[Step], left: Left) -> None:
    running: dict[tuple[str, str], tuple[str, int]] = {}
    for step in steps:
        event = step.event
        if step.is_alone:
            left.tell(f"the partner of {show(event.code)} at {show_seconds(event.t_ms)} in {name}: shown as open")
        modifiers, until_ms = running.get((event.subject, event.code), ("", 0))
        if step.action == "start" and until_ms > event.t_ms and modifiers != event.modifiers:
            left.tell(f"that {show(event.code)} ran twice at once at {show_seconds(event.t_ms)} in {name}")
        if step.until_ms is not None:
            running[event.subject, event.code] = event.modifiers, step.until_ms
