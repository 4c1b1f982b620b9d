"""Starts and stops → spans of states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from server.domain.evidence import Evidence, Modifiers
from server.domain.protocol import Code, Protocol, ended_by, second_tap_of
from server.domain.ranges import Range


@dataclass(frozen=True, slots=True)
class Span:
    """A state that lasts.

    `open`: its start or its stop is missing. `continued`: it began before the window that is looked at. `items`: first
    its start, then what stopped it.
    """

    code: str
    start_ms: int
    end_ms: int
    open: bool
    modifiers: Modifiers
    subject: str | None
    items: tuple[str, ...]
    continued: bool = False

    @property
    def range(self) -> Range:
        return (self.start_ms, self.end_ms)


def make_spans(protocol: Protocol, items: Sequence[Evidence], unwatched: Sequence[Range], until_ms: int) -> list[Span]:
    """Make the spans of all states; items are in order, `unwatched` is united."""
    making = _Making(until_ms)
    codes = {code["id"]: code for code in protocol["codes"]}
    ended = {code["id"]: ended_by(protocol, code) for code in protocol["codes"]}
    cuts = [start for start, _ in unwatched]
    for item in items:
        while cuts and cuts[0] <= item.t_ms:
            making.close_all(cuts.pop(0))
        if item.code in codes and item.action in ("tap", "start", "stop", "note", "link"):
            _apply(protocol, making, item, codes[item.code], ended)
    for cut in [*cuts, until_ms]:
        making.close_all(cut)
    return sorted(making.done, key=lambda span: (span.start_ms, span.end_ms, span.code))


def _apply(
    protocol: Protocol, making: "_Making", item: Evidence, code: Code, ended: Mapping[str, frozenset[str]]
) -> None:
    is_state = code["kind"] == "state"
    if item.action == "stop":
        if is_state:
            making.stop(item)
        return
    for other in sorted(ended[code["id"]]):
        making.finish((other, item.subject), item)
    if is_state:
        making.start(item, needs_stop=second_tap_of(protocol, code) == "stop")


@dataclass(slots=True)
class _Making:
    """The one mutable thing here: what runs, and what is done."""

    until_ms: int
    running: dict[tuple[str, str | None], Span] = field(default_factory=dict)
    done: list[Span] = field(default_factory=list)

    def start(self, item: Evidence, *, needs_stop: bool) -> None:
        """A second start ends the first; where only a stop should, and with equal modifiers, the first has no stop."""
        span = _begin(item)
        key = (span.code, span.subject)
        if key in self.running:
            is_open = needs_stop and self.running[key].modifiers == span.modifiers
            self.finish(key, item, is_open=is_open)
        if item.t_ms >= self.until_ms:
            self.done.append(replace(span, open=True))
        else:
            self.running[key] = span

    def stop(self, item: Evidence) -> None:
        span = _begin(item)
        if self.finish((span.code, span.subject), item):
            return
        for at in reversed(range(len(self.done))):
            closed = self.done[at]
            if (closed.code, closed.subject, closed.end_ms) == (span.code, span.subject, item.t_ms):
                self.done[at] = replace(closed, items=(*closed.items, item.record))
                return
        self.done.append(replace(span, open=True))

    def finish(self, key: tuple[str, str | None], by: Evidence, *, is_open: bool = False) -> bool:
        span = self.running.pop(key, None)
        if span is None:
            return False
        end = min(by.t_ms, self.until_ms)
        self.done.append(replace(span, end_ms=end, open=is_open, items=(*span.items, by.record)))
        return True

    def close_all(self, t_ms: int) -> None:
        self.done += [replace(span, end_ms=max(span.start_ms, t_ms)) for span in self.running.values()]
        self.running.clear()


def _begin(item: Evidence) -> Span:
    code = item.code or ""
    return Span(code, item.t_ms, item.t_ms, False, item.modifiers, item.subject, (item.record,))
