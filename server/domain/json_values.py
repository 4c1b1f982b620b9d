"""What a JSON value is, and the questions asked of one that arrived from outside."""

from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1


def are_equal(left: object, right: object) -> bool:
    """Whether two parsed JSON values are the same value: 1 equals 1.0, but never true."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(are_equal(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(are_equal, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def is_deeper_than(value: object, levels: int) -> bool:
    """Whether arrays and objects are nested more than `levels` deep; a scalar is 0 deep, an empty list 1."""
    layer = [value]
    for _ in range(levels + 1):
        containers = [item for item in layer if isinstance(item, dict | list)]
        if not containers:
            return False
        layer = [inner for outer in containers for inner in _list_children(outer)]
    return True


def _list_children(value: dict[str, object] | list[object]) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else value
