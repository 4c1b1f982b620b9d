"""The record of a protocol in a district's library: what a tablet may write into one."""

from collections.abc import Mapping
from typing import cast

from server.domain.changes import Change
from server.domain.lint_findings import Place
from server.domain.lint_measures import lint_measures
from server.domain.lint_parts import lint_parts
from server.domain.lint_shape import lint_shape
from server.domain.protocol import Protocol, hash_protocol

# A version that was used never changes: later it can only be put away, and taken out again.
_CHANGES_LATER = frozenset({"retired"})


def fits_protocol(change: Change) -> bool:
    """Whether a put may go into the record of a protocol: a whole one that lint lets pass, or its retirement."""
    fields = change.fields or {}
    if not change.creates:
        return fields.keys() <= _CHANGES_LATER
    body = fields.get("body")
    return isinstance(body, dict) and _is_sound(body) and _names_itself(cast(Protocol, body), fields)


def _names_itself(body: Protocol, fields: Mapping[str, object]) -> bool:
    named = (fields.get("slug"), fields.get("version"), fields.get("hash"))
    return named == (body["id"], body["version"], hash_protocol(body))


def _is_sound(body: Mapping[str, object]) -> bool:
    place = Place(body, {})
    if lint_shape(place):
        return False
    protocol = cast(Protocol, body)
    found = (*lint_parts(place, protocol), *lint_measures(place, protocol))
    return all(finding.severity != "error" for finding in found)
