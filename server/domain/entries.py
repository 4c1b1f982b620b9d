"""A record as it lies on the desk: all its changes."""

from dataclasses import dataclass

from server.domain.changes import merge_record
from server.domain.merge import Merged, Step


@dataclass(slots=True)
class Entry:
    """A record on the desk: all its changes in commit order; `place` is that of the last applied one."""

    kind: str
    scope: str
    author: str
    names: str | None
    steps: list[Step]
    place: int | None = None

    def merged(self) -> Merged:
        return merge_record(self.kind, self.steps)
