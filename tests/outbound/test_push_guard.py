"""The way to a push service leads to no other place, however its address is written or looked up."""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from server.outbound.push_guard import PushGuard, is_global, is_push_service
from tests.mailbox import make_certificate
from tests.push_service import HOST, serve_pushes

URL = f"https://{HOST}/push/1"


@pytest.mark.parametrize(
    "url",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://FCM.googleapis.com:443/x",
    ],
)
def test_the_push_services_of_browsers_are_known(url: str) -> None:
    assert is_push_service(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1",
        "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "::",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_open_internet_is_not_asked(address: str) -> None:
    assert not is_global(address)
    asked: list[str] = []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        return ["17.57.146.1", address]

    assert PushGuard(resolve=look_up).carry(URL, {}, b"") is None
    assert asked == [HOST]


def test_the_address_that_was_checked_is_the_one_that_is_used(tmp_path: Path) -> None:
    answers = iter([["127.0.0.1"], ["203.0.113.1"]])
    with serve_pushes(tmp_path) as service:
        service.answers = [(204, None)]
        guard = replace(service.guard, resolve=lambda _host: next(answers))
        answer = guard.carry(URL, {"TTL": "60"}, b"x")
    assert answer is not None
    assert answer.status == 204


def test_a_certificate_of_another_name_or_of_nobody_is_refused(tmp_path: Path) -> None:
    with serve_pushes(tmp_path) as service:
        assert service.guard.carry("https://other.push.apple.com/x", {}, b"x") is None
        assert replace(service.guard, context=None).carry(URL, {}, b"x") is None
    assert service.asked == 0


def test_a_proxy_of_the_environment_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serve_pushes(tmp_path) as service:
        service.answers = [(204, None)]
        assert service.guard.carry(URL, {}, b"x") is not None


def test_a_service_that_drips_is_left_in_the_end(tmp_path: Path) -> None:
    certificate, key = make_certificate(str(tmp_path), HOST)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_drip, args=[listening, tls], daemon=True).start()
        guard = PushGuard(
            resolve=lambda _host: ["127.0.0.1"],
            may_reach=lambda _address: True,
            port=listening.getsockname()[1],
            context=ssl.create_default_context(cafile=certificate),
            patience_s=1,
        )
        began = time.monotonic()
        assert guard.carry(URL, {}, b"x") is None
        assert time.monotonic() - began < 8


def _drip(listening: socket.socket, tls: ssl.SSLContext) -> None:
    plain, _ = listening.accept()
    with tls.wrap_socket(plain, server_side=True) as connection:
        connection.recv(10_000)
        for letter in b"HTTP/1.1 201 Created\r\n" + b"X-Slow: " + b"a" * 200:
            try:
                connection.sendall(bytes([letter]))
            except OSError:
                return
            time.sleep(0.1)
