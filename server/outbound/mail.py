"""Sends letters through the mail server of the settings (RFC 5321), or writes them to the log of a demo."""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address

from server.config import MailServer
from server.domain.dispatch import Delivered, Failed, Gone, Outcome
from server.domain.letters import Letter

_PATIENCE_S = 15
_log = logging.getLogger(__name__)


def send_letter(server: MailServer, letter: Letter, *, id: str) -> Outcome:
    """Hand a letter to the mail server; the same `id` gives the same Message-ID, by which mailboxes drop a second copy.

    Everything travels under TLS with a checked certificate, except to a mail server on this machine.
    """
    message = _write(server, letter, id)
    try:
        with _connect(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except smtplib.SMTPNotSupportedError as error:
        return Failed(f"mail: {error}"[:200])
    except smtplib.SMTPRecipientsRefused as refused:
        return _judge(max(code for code, _ in refused.recipients.values()))
    except smtplib.SMTPAuthenticationError as refused:
        # The operator's fault and not the letter's: it goes out when the password is right.
        return Failed(f"mail: the mail server refuses the sign-in ({refused.smtp_code})")
    except smtplib.SMTPResponseException as refused:
        return _judge(refused.smtp_code)
    except (smtplib.SMTPException, OSError) as error:
        return Failed(f"mail: {type(error).__name__}")
    return Delivered()


def log_letter(letter: Letter, *, id: str) -> Outcome:
    """Write a letter to the log, links and all: for a demo, in which nobody is real."""
    _log.warning("Letter %s to %s: %s\n%s", id, letter.to, letter.subject, letter.text)
    return Delivered()


def _write(server: MailServer, letter: Letter, id: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate(localtime=False)
    domain = server.sender.rpartition("@")[2]
    message["Message-ID"] = f"<{id}@{domain}>" if id else make_msgid(domain=domain)
    # Nobody's holiday answers to it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.is_tls:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE_S, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE_S)
    try:
        connection.ehlo()
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif not _is_here(server.host):
            raise smtplib.SMTPNotSupportedError("the mail server offers no STARTTLS")
    except (smtplib.SMTPException, OSError):
        connection.close()
        raise
    return connection


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _judge(code: int) -> Outcome:
    """A code of 500 and more is for good (RFC 5321, 4.2.1)."""
    return Gone(f"mail: refused with {code}") if code >= 500 else Failed(f"mail: put off with {code}")
