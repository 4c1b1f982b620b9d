"""The second client as a command, over a real socket: what is recorded with no network is on another file later."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.cast import PASSWORD, Cast
from tests.device_command import main


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKROW_PASSWORD", PASSWORD)


def test_a_lesson_is_recorded_sent_and_fetched(
    url: str, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def say(file: str, *arguments: str) -> str:
        main([str(tmp_path / file), *arguments])
        return capsys.readouterr().out.strip()

    say("one", "sync", url, cast.coach.email)
    scope = say("one", "observe", cast.teacher.id)
    tap = say("one", "tap", scope, "LQ", "1500")
    assert tap in say("one", "screen")
    told = json.loads(say("one", "sync", url, cast.coach.email))
    assert (told["waiting"], told["applied"]) == (0, 2)
    assert json.loads(say("one", "sync", url, cast.coach.email)) == told

    assert json.loads(say("another", "sync", url, cast.coach.email))["known"] == told["known"]
    assert {tap, scope.partition(":")[2]} <= {line.split()[0] for line in say("another", "screen").splitlines()}


def test_a_file_is_one_users(url: str, cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="begin with sync"):
        main([str(tmp_path / "one"), "screen"])
    main([str(tmp_path / "one"), "sync", url, cast.coach.email])
    with pytest.raises(SystemExit, match="somebody else's"):
        main([str(tmp_path / "one"), "sync", url, cast.teacher.email])
