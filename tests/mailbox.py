"""A small mail server on this machine: real SMTP over a real socket, with TLS, sign-in and refusals when asked."""

from __future__ import annotations

import base64
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from io import BufferedIOBase
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Mailbox:
    """What came, and how the server behaves; `refuses` is the answer to the next recipients."""

    port: int = 0
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: str = ""
    tls: ssl.SSLContext | None = None
    password: str = ""
    was_private: list[bool] = field(default_factory=list)


@contextmanager
def serve_mail(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Serve until the end of the block; `port` is set."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _talk(self, mailbox)
            # Under TLS this is another socket than the one that the server closes.
            self.connection.close()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Talk) as server:
        mailbox.port = server.server_address[1]
        Thread(target=server.serve_forever, daemon=True).start()
        yield mailbox
        server.shutdown()


def _talk(talk: socketserver.StreamRequestHandler, mailbox: Mailbox) -> None:
    reader, is_private, to = talk.rfile, False, ""

    def say(line: str) -> None:
        talk.connection.sendall(line.encode() + b"\r\n")

    say("220 mail.example ready")
    while line := reader.readline():
        verb = line.decode().strip()
        match verb.split(" ", 1)[0].upper():
            case "EHLO":
                extensions = ["250-mail.example", "250-AUTH PLAIN", "250 SMTPUTF8"]
                if mailbox.tls and not is_private:
                    extensions.insert(1, "250-STARTTLS")
                say("\r\n".join(extensions))
            case "STARTTLS" if mailbox.tls:
                say("220 go on")
                try:
                    talk.connection = talk.request = mailbox.tls.wrap_socket(talk.connection, server_side=True)
                except OSError:
                    return
                reader, is_private = talk.connection.makefile("rb"), True
            case "AUTH":
                given = base64.b64decode(verb.split()[-1]).decode().split("\0")[-1]
                say("235 fine" if given == mailbox.password else "535 wrong")
            case "RCPT":
                to = verb.partition(":")[2].strip("<> ")
                say(mailbox.refuses or "250 fine")
            case "DATA":
                say("354 go on")
                _take(reader, mailbox, to)
                mailbox.was_private.append(is_private)
                say("250 taken")
            case "QUIT":
                say("221 bye")
                return
            case _:
                say("250 fine")


def _take(reader: BufferedIOBase, mailbox: Mailbox, to: str) -> None:
    lines = []
    while (line := reader.readline()) not in (b".\r\n", b""):
        lines.append(line.removeprefix(b"."))
    message = BytesParser(policy=default).parsebytes(b"".join(lines))
    assert isinstance(message, EmailMessage)
    mailbox.letters.append((to, message))


def make_certificate(folder: str, *names: str) -> tuple[str, str]:
    """Make a certificate for this machine and its key; gives both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [*(x509.DNSName(name) for name in ("localhost", *names)), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = Path(folder) / "mail.crt", Path(folder) / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(certificate), str(private)
