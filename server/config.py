"""The settings: read once from the environment, frozen, and refused when wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import SplitResult, unquote, urlsplit

LogLevel = Literal["debug", "info", "warning", "error"]
# Who sends letters and push notices: the server's own processes, or `backrow worker` alone.
WorkerPlace = Literal["inside", "apart"]
# Who may do nothing before having a second factor. `none` is refused where others can reach the server.
SecondFactor = Literal["administrators", "everyone", "none"]


class SettingsError(Exception):
    """A setting is wrong; the message is one line that begins with the variable's name."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over; `is_tls` from the first byte, else STARTTLS. Its text shows no password."""

    host: str
    port: int
    is_tls: bool
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """Who vouches for people of the district; its text shows no secret."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    log: LogLevel = "info"
    mail: MailServer | None = None
    worker: WorkerPlace = "inside"
    second_factor: SecondFactor = "administrators"
    oidc: tuple[OidcProvider, ...] = ()
    # A demo's people are made up: its letters go to the log. Set by the command, by no variable.
    is_demo: bool = False

    @property
    def factor_policy(self) -> SecondFactor:
        """Who needs a second factor; of made-up people nobody does."""
        return "none" if self.is_demo else self.second_factor

    @staticmethod
    def from_environment(environment: Mapping[str, str]) -> "Settings":
        """Read every setting; raises SettingsError naming the first variable that is wrong."""
        data = Path(environment.get("BACKROW_DATA") or "data").absolute()
        port = _read_port(environment.get("PORT", "8000"))
        host = environment.get("HOST", "127.0.0.1")
        return Settings(
            data=data,
            database_url=_read_database_url(environment.get("DATABASE_URL", ""), data),
            host=host,
            port=port,
            public_url=_read_public_url(environment.get("BACKROW_PUBLIC_URL", ""), port),
            log=_read_log(environment.get("BACKROW_LOG", "info")),
            mail=_read_mail(environment.get("BACKROW_SMTP_URL", ""), environment.get("BACKROW_MAIL_FROM", "")),
            worker=_read_worker(environment.get("BACKROW_WORKER", "inside")),
            oidc=_read_oidc(environment),
            second_factor=_read_second_factor(environment.get("BACKROW_SECOND_FACTOR", "administrators")),
        )


def _read_port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsError(f"PORT: {text!r} is not a port number from 1 to 65535")
    return int(text)


def _read_database_url(text: str, data: Path) -> str:
    """Give the URL as SQLAlchemy wants it; an empty text means SQLite in the data folder."""
    if not text:
        return f"sqlite:///{data / 'backrow.sqlite3'}"
    scheme, _, rest = text.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return f"sqlite:///{Path(rest[1:]).absolute()}"
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and rest:
        return f"postgresql+psycopg://{rest}"
    raise SettingsError("DATABASE_URL: must begin with postgresql:// or be sqlite:///PATH")


def _read_public_url(text: str, port: int) -> str:
    """Give scheme and host that people's browsers use, without a slash at the end."""
    if not text:
        return f"http://localhost:{port}"
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingsError(f"BACKROW_PUBLIC_URL: {text!r} is not like https://coaching.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def _read_log(text: str) -> LogLevel:
    for level in get_args(LogLevel):
        if text == level:
            return level  # type: ignore[no-any-return]  # get_args gives up the type
    raise SettingsError(f"BACKROW_LOG: {text!r} is not one of {', '.join(get_args(LogLevel))}")


def _read_mail(url: str, sender: str) -> MailServer | None:
    """Read where letters go and from whom; the messages never repeat the URL, which holds a password."""
    if not url and not sender:
        return None
    if not url:
        raise SettingsError("BACKROW_SMTP_URL: is missing, though BACKROW_MAIL_FROM is set")
    if "@" not in sender or not sender.isprintable() or any(sign in sender for sign in " <>,;"):
        raise SettingsError("BACKROW_MAIL_FROM: must be an e-mail address such as backrow@district.example")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingsError(_SMTP_FORM) from error
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingsError(_SMTP_FORM)
    return _make_mail_server(parts, port, sender)


def _make_mail_server(parts: SplitResult, port: int | None, sender: str) -> MailServer:
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "",
        port=port or (465 if is_tls else 587),
        is_tls=is_tls,
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


_SMTP_FORM = "BACKROW_SMTP_URL: must be like smtp://user:password@mail.example:587 or smtps://… for TLS at once"


def _read_worker(text: str) -> WorkerPlace:
    for place in get_args(WorkerPlace):
        if text == place:
            return place  # type: ignore[no-any-return]  # get_args gives up the type
    raise SettingsError(f"BACKROW_WORKER: {text!r} is not one of {', '.join(get_args(WorkerPlace))}")


_OIDC = re.compile(r"BACKROW_OIDC_([A-Z][A-Z0-9]{0,19})_(ISSUER|CLIENT_ID|CLIENT_SECRET|NAME)")
# What the known ones need not be told. Microsoft's issuer names the district's own tenant, so it must be.
_KNOWN_ISSUERS = {"GOOGLE": "https://accounts.google.com", "CLEVER": "https://clever.com"}
_SHORTEST_SECRET = 16


def _read_oidc(environment: Mapping[str, str]) -> tuple[OidcProvider, ...]:
    """Read the providers: BACKROW_OIDC_GOOGLE_CLIENT_ID and so on, in the order of their names."""
    unknown = [name for name in environment if name.startswith("BACKROW_OIDC_") and not _OIDC.fullmatch(name)]
    if unknown:
        raise SettingsError(f"{min(unknown)}: not of the form BACKROW_OIDC_<WHO>_ISSUER, _CLIENT_ID, …_SECRET or _NAME")
    found = {match[1] for name in environment if (match := _OIDC.fullmatch(name))}
    return tuple(_read_provider(f"BACKROW_OIDC_{who}", who, environment) for who in sorted(found))


def _read_provider(start: str, who: str, environment: Mapping[str, str]) -> OidcProvider:
    issuer = environment.get(f"{start}_ISSUER") or _KNOWN_ISSUERS.get(who, "")
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")):
        raise SettingsError(f"{start}_ISSUER: {issuer!r} is no https address of a provider")
    if "/common" in parts.path or "/organizations" in parts.path:
        raise SettingsError(f"{start}_ISSUER: {issuer} vouches for anybody anywhere. Name your own tenant in its place")
    client_id, secret = environment.get(f"{start}_CLIENT_ID", ""), environment.get(f"{start}_CLIENT_SECRET", "")
    if not client_id:
        raise SettingsError(f"{start}_CLIENT_ID: missing")
    if len(secret) < _SHORTEST_SECRET:
        raise SettingsError(f"{start}_CLIENT_SECRET: missing, or shorter than {_SHORTEST_SECRET} characters")
    return OidcProvider(who.lower(), environment.get(f"{start}_NAME") or who.title(), issuer, client_id, secret)


def _read_second_factor(text: str) -> SecondFactor:
    for policy in get_args(SecondFactor):
        if text == policy:
            return policy  # type: ignore[no-any-return]  # get_args gives up the type
    raise SettingsError(f"BACKROW_SECOND_FACTOR: {text!r} is not one of {', '.join(get_args(SecondFactor))}")
