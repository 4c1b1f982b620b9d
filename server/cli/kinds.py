"""Write the table of record kinds into the server's README: `python -m server.cli.kinds`."""

from pathlib import Path

from server.domain.kinds import KINDS, Field, Kind

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- kinds: python -m server.cli.kinds -->", "<!-- /kinds -->"


def make_table() -> str:
    """Give the kinds as a Markdown table; required fields are bold, prose fields italic."""
    rows = [f"| {kind.name} | {_scopes(kind)} | {_fields(kind)} | {_writers(kind)} |" for kind in KINDS.values()]
    return "\n".join(["| kind | scope | fields | who writes |", "|---|---|---|---|", *rows])


def replace_table(text: str) -> str:
    """Put today's table between the two marks of a text."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{make_table()}\n{END}{tail}"


def _scopes(kind: Kind) -> str:
    return f"{' or '.join(kind.scopes)}{' (itself)' if kind.makes_scope else ''}"


def _fields(kind: Kind) -> str:
    return ", ".join(map(_field, kind.fields))


def _field(field: Field) -> str:
    name = f"_{field.name}_" if field.is_prose else field.name
    return f"**{name}**" if field.is_required else name


def _writers(kind: Kind) -> str:
    return ", ".join(sorted(kind.writers)) or "the server"


if __name__ == "__main__":
    README.write_text(replace_table(README.read_text("utf-8")), "utf-8")
