"""Letters: written with their cause, sent by whichever worker comes first, and never more than what they are."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from server.config import MailServer
from server.crew import make_post
from server.domain.dispatch import Delivered, Outcome
from server.domain.letters import Letter
from server.outbound.mail import send_letter
from server.services import worker
from server.services.letters import post_letter
from server.services.worker import Post
from server.storage.db import db, in_transaction
from server.storage.tables.notices import dispatch
from tests.cast import Cast
from tests.conftest import Clock
from tests.mailbox import Mailbox, make_certificate, serve_mail

LETTER = Letter("tom@hill.example", "Your invitation", "Open https://x.example/join#s3cret\n.a line with a dot\n")


def reach(mailbox: Mailbox, **more: object) -> Post:
    server = MailServer("127.0.0.1", mailbox.port, is_tls=False, sender="backrow@hill.example")
    server = replace(server, **more)  # type: ignore[arg-type]
    return Post(mail=lambda letter, id: send_letter(server, letter, id=id))


def put_down(app: Flask, cast: Cast, clock: Clock, letter: Letter = LETTER) -> None:
    space = cast.coach.space.space_id
    in_transaction(lambda connection: post_letter(connection, space, letter, now=clock.now))


def test_a_letter_arrives_once_as_it_was_written(app: Flask, cast: Cast, clock: Clock) -> None:
    with app.app_context(), serve_mail(Mailbox()) as mailbox:
        put_down(app, cast, clock)
        assert worker.work(reach(mailbox), now=clock.now) == 1
        assert worker.work(reach(mailbox), now=clock.now) == 0

        [(to, message)] = mailbox.letters
        assert (to, message["To"], message["From"]) == (LETTER.to, LETTER.to, "backrow@hill.example")
        assert message["Subject"] == LETTER.subject
        assert message.get_content().replace("\r\n", "\n") == LETTER.text
        assert message["Auto-Submitted"] == "auto-generated"


def test_the_link_in_a_letter_is_nowhere_once_it_was_sent(app: Flask, cast: Cast, clock: Clock) -> None:
    with app.app_context(), serve_mail(Mailbox()) as mailbox:
        put_down(app, cast, clock)
        worker.work(reach(mailbox), now=clock.now)
        with db.engine.connect() as connection:
            rows = connection.execute(select(dispatch)).all()
        assert [row.state for row in rows] == ["sent"]
        assert "s3cret" not in repr(rows)


def test_what_was_rolled_back_is_not_sent(app: Flask, cast: Cast, clock: Clock) -> None:
    with app.app_context(), serve_mail(Mailbox()) as mailbox:

        def fail(connection: object) -> None:
            post_letter(connection, cast.coach.space.space_id, LETTER, now=clock.now)  # type: ignore[arg-type]
            raise KeyError("the invitation did not come to be")

        with pytest.raises(KeyError):
            in_transaction(fail)
        assert worker.work(reach(mailbox), now=clock.now) == 0
        assert mailbox.letters == []


def test_a_mail_server_that_puts_off_is_asked_again_later(app: Flask, cast: Cast, clock: Clock) -> None:
    with app.app_context(), serve_mail(Mailbox(refuses="451 later")) as mailbox:
        put_down(app, cast, clock)
        post = reach(mailbox)
        assert worker.work(post, now=clock.now) == 1
        clock.advance(seconds=10)
        assert worker.work(post, now=clock.now) == 0
        mailbox.refuses = ""
        clock.advance(seconds=60)
        assert worker.work(post, now=clock.now) == 1
        assert len(mailbox.letters) == 1


def test_an_address_that_nobody_has_is_given_up_and_counted(app: Flask, cast: Cast, clock: Clock) -> None:
    with app.app_context(), serve_mail(Mailbox(refuses="550 nobody")) as mailbox:
        put_down(app, cast, clock)
        worker.work(reach(mailbox), now=clock.now)
        clock.advance(days=1)
        assert worker.work(reach(mailbox), now=clock.now) == 0
        assert worker.count(now=clock.now)._asdict() == {
            "waiting": 0, "late": 0, "sent": 0, "failed": 1, "oldest": None,
        }  # fmt: skip


def test_without_a_mail_server_a_letter_waits_and_is_counted_as_late(app: Flask, cast: Cast, clock: Clock) -> None:
    with app.app_context():
        put_down(app, cast, clock)
        worker.work(Post(mail=None), now=clock.now)
        clock.advance(minutes=20)
        assert worker.count(now=clock.now).late == 1
        with serve_mail(Mailbox()) as mailbox:
            worker.work(reach(mailbox), now=clock.now)
            assert len(mailbox.letters) == 1


def test_a_letter_that_is_no_use_any_more_is_given_up(app: Flask, cast: Cast, clock: Clock) -> None:
    with app.app_context():
        put_down(app, cast, clock)
        clock.advance(hours=73)
        worker.work(Post(mail=None), now=clock.now)
        assert (worker.count(now=clock.now).waiting, worker.count(now=clock.now).failed) == (0, 1)


def test_a_worker_that_died_in_between_leaves_its_letter_to_another(app: Flask, cast: Cast, clock: Clock) -> None:
    def die(_letter: Letter, _id: str) -> Outcome:
        raise KeyboardInterrupt

    with app.app_context(), serve_mail(Mailbox()) as mailbox:
        put_down(app, cast, clock)
        with pytest.raises(KeyboardInterrupt):
            worker.work(Post(mail=die), now=clock.now)
        assert worker.work(reach(mailbox), now=clock.now) == 0
        clock.advance(minutes=3)
        assert worker.work(reach(mailbox), now=clock.now) == 1
        assert len(mailbox.letters) == 1


def test_two_workers_do_not_send_the_same_letter(app: Flask, cast: Cast, clock: Clock) -> None:
    sent: list[str] = []

    def quick(_letter: Letter, id: str) -> Outcome:
        sent.append(id)
        return Delivered()

    def slow(_letter: Letter, id: str) -> Outcome:
        # While this one is sending, the other looks.
        if len(sent) < 3:
            with app.app_context():
                worker.work(Post(mail=quick), now=clock.now)
        sent.append(id)
        return Delivered()

    with app.app_context():
        for _ in range(3):
            put_down(app, cast, clock)
        worker.work(Post(mail=slow), now=clock.now)
    assert len(sent) == len(set(sent)) == 3


def test_four_workers_at_once_send_each_letter_once(app: Flask, cast: Cast, clock: Clock) -> None:
    sent: list[str] = []

    def take(_letter: Letter, id: str) -> Outcome:
        sent.append(id)
        return Delivered()

    def work_on() -> None:
        with app.app_context():
            while worker.work(Post(mail=take), now=clock.now):
                pass

    with app.app_context():
        for _ in range(60):
            put_down(app, cast, clock)
        threads = [Thread(target=work_on) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        worker.work(Post(mail=take), now=clock.now)
        assert worker.count(now=clock.now).sent == 60
    assert len(sent) == len(set(sent)) == 60


def test_a_fault_of_ours_holds_up_nothing_else(app: Flask, cast: Cast, clock: Clock) -> None:
    sent: list[str] = []

    def break_once(_letter: Letter, id: str) -> Outcome:
        sent.append(id)
        if len(sent) == 1:
            raise RuntimeError("a bug")
        return Delivered()

    with app.app_context():
        for _ in range(2):
            put_down(app, cast, clock)
        worker.work(Post(mail=break_once), now=clock.now)
        counts = worker.count(now=clock.now)
    assert (counts.sent, counts.waiting) == (1, 1)


def test_what_was_done_with_is_forgotten_after_a_week(app: Flask, cast: Cast, clock: Clock) -> None:
    with app.app_context(), serve_mail(Mailbox()) as mailbox:
        put_down(app, cast, clock)
        worker.work(reach(mailbox), now=clock.now)
        clock.advance(days=8)
        worker.tidy(now=clock.now)
        assert worker.count(now=clock.now).sent == 0


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("tom@hill.example\r\nBcc: all@hill.example", "Hello"),
        ("tom@hill.example, ann@hill.example", "Hello"),
        ("tom@hill.example", "Hello\r\nBcc: all@hill.example"),
        ("tom@hill.example", "Hello\nX: y"),
        ("tom@hill.example", ""),
        ("nobody", "Hello"),
    ],
)
def test_nothing_becomes_a_second_header_or_recipient(to: str, subject: str) -> None:
    with pytest.raises(ValueError):
        Letter(to, subject, "text")


def test_letters_travel_under_tls_with_the_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, key = make_certificate(str(tmp_path))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with serve_mail(Mailbox(tls=tls, password="p@ss/word")) as mailbox:
        server = MailServer("localhost", mailbox.port, False, "b@x.example", user="b", password="p@ss/word")
        assert isinstance(_try(server), str), "a certificate that nobody vouches for was taken"
        monkeypatch.setenv("SSL_CERT_FILE", certificate)
        assert _try(server) is None
        assert _try(replace(server, password="other")) == "mail: the mail server refuses the sign-in (535)"
    assert mailbox.was_private == [True]


def test_a_mail_server_elsewhere_without_tls_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import server.outbound.mail as mail

    with serve_mail(Mailbox()) as mailbox:
        monkeypatch.setattr(mail, "_is_here", lambda _host: False)
        server = MailServer("127.0.0.1", mailbox.port, False, "b@x.example")
        assert _try(server) == "mail: the mail server offers no STARTTLS"
    assert mailbox.letters == []


def test_a_mail_server_that_is_not_there_is_tried_again() -> None:
    with serve_mail(Mailbox()) as mailbox:
        gone = mailbox.port
    assert _try(MailServer("127.0.0.1", gone, False, "b@x.example")) == "mail: ConnectionRefusedError"


def test_only_a_demo_writes_letters_to_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    settings = app.config["BACKROW_SETTINGS"]
    assert make_post(settings).mail is None
    post = make_post(replace(settings, is_demo=True)).mail
    assert post is not None
    assert post(LETTER, "1") == Delivered()
    assert "s3cret" in caplog.text


def _try(server: MailServer) -> str | None:
    """Send a letter and say what went wrong."""
    outcome = send_letter(server, LETTER, id="1")
    return None if isinstance(outcome, Delivered) else outcome.why
