"""Where the files of `protocols` lie: in the package when installed from a wheel, beside it in a checkout."""

from functools import cache
from pathlib import Path


@cache
def protocols_folder() -> Path:
    inside = Path(__file__).parents[1] / "_protocols"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "protocols"
