"""`backrow protocols`: check protocol files, list the library, read one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from server.cli.frame import WRONG, Refusal
from server.cli.protocol_page import write_page
from server.cli.reading import read_bytes
from server.cli.writing import write_out
from server.domain.lint_findings import Finding
from server.domain.protocol import LANGUAGES, Protocol, hash_protocol, read_text
from server.domain.protocol_files import read_checked
from server.domain.protocol_lint import lint_file
from server.domain.toml_write import write_toml
from server.services.protocols import get_library_protocol, read_library, read_released

ADVICE = 1


@click.group()
def protocols() -> None:
    """Check, list and read protocols."""


@protocols.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def lint(files: tuple[Path, ...], as_json: bool) -> int:
    """Check protocol FILES (TOML) and say what to change.

    Exits with 0 when there is nothing to say, with 1 when there is only advice, with 2 when a file cannot be used.

    \b
      backrow protocols lint my-protocol.toml
      backrow protocols lint --json protocols/library/*.toml
    """
    released = read_released()
    found = {str(file): lint_file(read_bytes(file), file.name, released) for file in files}
    if as_json:
        click.echo(json.dumps([_as_json(file, findings) for file, findings in found.items()], ensure_ascii=False))
    else:
        for file, findings in found.items():
            for finding in findings:
                click.echo(finding.say(file), err=finding.severity == "error")
            if not findings:
                click.echo(f"{file}: nothing to change")
    return _judge([finding for findings in found.values() for finding in findings])


def _judge(findings: Sequence[Finding]) -> int:
    if any(finding.severity == "error" for finding in findings):
        return WRONG
    return ADVICE if findings else 0


def _as_json(file: str, findings: Sequence[Finding]) -> dict[str, object]:
    rows = [
        {
            "line": finding.line,
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.what,
            "fix": finding.fix,
        }
        for finding in findings
    ]
    return {"file": file, "findings": rows}


@protocols.command()
@click.argument("id", required=False)
@click.option("--from", "source", required=True, metavar="ID", help="The library protocol to begin with.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; ID.toml when absent.")
def new(id: str | None, source: str, output: Path | None) -> None:
    """Begin a protocol of your own, named ID (my-… when absent), as a copy of one of the library.

    \b
      backrow protocols new --from copus
      backrow protocols new north-valley-questions --from questioning-wait-time
    """
    name = id or f"my-{source}"
    protocol: Protocol = {**get_library_protocol(source), "id": name, "version": 1}
    protocol["based_on"] = f"{source}@{get_library_protocol(source)['version']}"
    text = write_toml(protocol)
    target = output or Path(f"{name}.toml")
    errors = [each for each in lint_file(text.encode(), f"{name}.toml", read_released()) if each.severity == "error"]
    if errors:
        raise Refusal(f"{name}: {errors[0].what}. {errors[0].fix}")
    if target.exists():
        raise Refusal(f"{target}: there is such a file. Choose another with --output.")
    write_out(text, target)
    click.echo(f"{target}: edit it, then run backrow protocols lint {target}")


@protocols.command("list")
@click.option("--language", default="en", type=click.Choice(LANGUAGES), show_default=True, help="Of the titles.")
@click.option("--json", "as_json", is_flag=True, help="Print id, version, hash and titles as JSON.")
def list_(language: str, as_json: bool) -> None:
    """List the protocols that come with Backrow.

    \b
      backrow protocols list
    """
    library = read_library()
    if as_json:
        click.echo(json.dumps([_summary(protocol) for protocol in library], ensure_ascii=False))
        return
    width = max(len(protocol["id"]) for protocol in library)
    for protocol in library:
        click.echo(f"{protocol['id']:{width}}  {protocol['version']}  {read_text(protocol['title'], language)}")


def _summary(protocol: Protocol) -> dict[str, object]:
    return {
        "id": protocol["id"],
        "version": protocol["version"],
        "hash": hash_protocol(protocol),
        "title": protocol["title"],
        "summary": protocol["summary"],
    }


@protocols.command()
@click.argument("id_or_file", metavar="ID_OR_FILE")
@click.option("--language", default="en", type=click.Choice(LANGUAGES), show_default=True, help="Of the page.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole protocol as JSON.")
def show(id_or_file: str, language: str, as_json: bool) -> None:
    """Read a protocol of the library, or one in a file.

    \b
      backrow protocols show copus
      backrow protocols show my-protocol.toml --language es
    """
    protocol = _find(id_or_file)
    click.echo(json.dumps(protocol, ensure_ascii=False) if as_json else write_page(protocol, language))


def _find(id_or_file: str) -> Protocol:
    if not id_or_file.endswith(".toml"):
        return get_library_protocol(id_or_file)
    return read_protocol_file(Path(id_or_file))


def read_protocol_file(file: Path) -> Protocol:
    """Read a protocol file that lint has nothing against; refuses with the first thing it has."""
    data = read_bytes(file)
    errors = [finding for finding in lint_file(data, file.name, read_released()) if finding.severity == "error"]
    if errors:
        more = f" ({len(errors) - 1} more: backrow protocols lint {file})" if len(errors) > 1 else ""
        raise Refusal(errors[0].say(str(file)) + more)
    return read_checked(data.decode("utf-8"))
