"""Visits that come from another tablet of the coach: as long or as empty as a test wants them."""

from __future__ import annotations

from tests.device import Device
from tests.web import Web
from tests.wire import Fields, Json

LENGTH_MS = 45 * 60_000
# States of fill-plus, each of which ends the one before it.
_CODES = ("AD", "LT", "LQ", "LR", "SQ", "SR", "CQ", "ST", "SD", "FB")


def sign_in(url: str, email: str, password: str) -> Device:
    """Sign in on a second tablet and fetch everything."""
    web = Web(url)
    device = Device(web, web.sign_in(email, password))
    device.pull()
    return device


def find(device: Device, kind: str, **wanted: Json) -> str:
    """Give the record of this kind that has these fields."""
    for record, row in device.store.list_rows().items():
        if row["kind"] == kind and all(row["fields"].get(name) == value for name, value in wanted.items()):
            return record
    raise LookupError(f"no {kind} with {wanted}")


def visit(device: Device, teacher: str, items: int, **fields: Json) -> str:
    """Observe a lesson by fill-plus with so many items, evenly over 45 minutes; gives the observation's id.

    Of more than one the second and the third are starred.
    """
    protocol = device.fields(find(device, "protocol", slug="fill-plus"))
    taken: Fields = {
        "protocol": "fill-plus",
        "protocol_version": protocol["version"],
        "protocol_hash": protocol["hash"],
        "ended_ms": LENGTH_MS,
        "started_at": "2026-11-25T09:00:00.000Z",
        **fields,
    }
    scope = device.observe(teacher, **taken)
    for place in range(items):
        star: Fields = {"starred": True} if place in (1, 2) else {}
        device.tap(scope, _CODES[place % len(_CODES)], t_ms=LENGTH_MS * place // items, action="start", **star)
    return scope.removeprefix("observation:")


def arrange(device: Device, cycle: str, observation: str) -> str:
    """Arrange the conference about a visit; gives its id."""
    fields: Fields = {"phase": "post", "at": "2026-11-26T15:00:00.000Z", "observation": observation}
    return device.save("conference", f"cycle:{cycle}", fields)["record"]
