"""What a JSON value is, and the questions asked of one that arrived from outside."""

from typing import TypeAlias

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
JsonObject: TypeAlias = "dict[str, Json]"

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1


def are_equal(left: object, right: object) -> bool:
    """Whether two parsed JSON values are the same value: 1 equals 1.0, but never true."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(are_equal(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(are_equal, left, right))
    return type(left) is type(right) and left == right or _are_same_number(left, right)


def _are_same_number(left: object, right: object) -> bool:
    return isinstance(left, int | float) and isinstance(right, int | float) and left == right


def is_deeper_than(value: object, levels: int) -> bool:
    """Whether arrays and objects are nested more than `levels` deep; a scalar has depth 0."""
    layer = [value]
    for _ in range(levels + 1):
        layer = [inner for outer in layer if isinstance(outer, dict | list) for inner in _children(outer)]
        if not layer:
            return False
    return any(isinstance(inner, dict | list) for inner in layer) or bool(layer)


def _children(value: dict[str, object] | list[object]) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else value
