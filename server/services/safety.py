"""Is it safe to let people in? What a server refuses to start with."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from server.config import Settings, SettingsError
from server.services import demo
from server.services.passwords import is_password
from server.storage import people
from server.storage.db import reading

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_SWITCHED_ON = frozenset({"1", "true", "yes", "on", "t", "y"})
_OF_OTHERS = 0o077


def check_settings(settings: Settings, environment: Mapping[str, str]) -> None:
    """Make sure that a server of these settings keeps its people safe; raises SettingsError with reason and remedy."""
    url = urlsplit(settings.public_url)
    if url.scheme != "https" and url.hostname not in _LOCAL:
        raise SettingsError(
            f"BACKROW_PUBLIC_URL: passwords would travel in the clear to {settings.public_url}. "
            "Let a proxy end TLS before this server, and name the https address"
        )
    if settings.is_demo and not is_loopback(settings.host):
        raise SettingsError(
            f"HOST: everybody knows the passwords of a demo, so it does not listen on {settings.host}. "
            "Leave HOST out, or begin for real with `backrow user add` and `backrow serve`"
        )
    if is_public(settings):
        _check_public(settings, environment)
    for path in (settings.data, *_list_files(settings)):
        _check_rights(path, settings)


def check_people(settings: Settings) -> None:
    """Make sure that nobody gets in by a password that is printed for everybody; raises SettingsError."""
    if settings.is_demo or not is_public(settings):
        return
    with reading() as connection:
        known = [people.find_account(connection, one.email) for one in demo.PEOPLE]
    if any(is_password(account.password, demo.PASSWORD) for account in known if account and account.is_active):
        raise SettingsError(
            "BACKROW_DATA: this is a demo's database, whose passwords everybody knows, and others can reach the "
            "server. Serve another database"
        )


def is_public(settings: Settings) -> bool:
    """Tell whether anybody but this machine is meant to reach the server."""
    return not is_loopback(settings.host) or urlsplit(settings.public_url).hostname not in _LOCAL


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a server that listens there."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _check_public(settings: Settings, environment: Mapping[str, str]) -> None:
    if environment.get("FLASK_DEBUG", "").lower() in _SWITCHED_ON:
        raise SettingsError("FLASK_DEBUG: a server that others can reach does not run in debug mode. Leave it out")
    if settings.log == "debug":
        raise SettingsError(
            "BACKROW_LOG: debug writes more than a server that others can reach may keep. Set info, or let only this "
            "machine reach it"
        )
    if settings.second_factor == "none":
        raise SettingsError(
            "BACKROW_SECOND_FACTOR: none is for a server that only this machine reaches. Set administrators or everyone"
        )


def _list_files(settings: Settings) -> Iterator[Path]:
    """Give the key files, and the files of an SQLite database."""
    yield from sorted(settings.data.glob("*.pem"))
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        yield from (Path(url.database + end) for end in ("", "-wal", "-shm"))


def _check_rights(path: Path, settings: Settings) -> None:
    if not path.exists():
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    # What stands in a folder that nobody else may enter is as safe as the folder.
    is_hidden = path.parent != path and not stat.S_IMODE(path.parent.stat().st_mode) & _OF_OTHERS
    is_key = path.suffix == ".pem"
    if mode & _OF_OTHERS and (is_key or path == settings.data or not is_hidden):
        noun = "BACKROW_DATA" if path.is_relative_to(settings.data) else "DATABASE_URL"
        wanted = "700" if path.is_dir() else "600"
        raise SettingsError(f"{noun}: others than its owner can read {path}. Run: chmod {wanted} {path}")
