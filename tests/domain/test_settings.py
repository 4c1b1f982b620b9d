"""The settings of mail: what is read, and that a wrong one is told without the password in it."""

import pytest

from server.config import MailServer, Settings, SettingsError


def test_a_mail_server_is_read_with_its_password() -> None:
    settings = Settings.from_environment(
        {"BACKROW_SMTP_URL": "smtp://b%40x:s3cr%2Fet@mail.example", "BACKROW_MAIL_FROM": "b@x.example"}
    )
    assert settings.mail == MailServer("mail.example", 587, False, "b@x.example", "b@x", "s3cr/et")
    assert "s3cr" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://mail.example", "b@x.example"),
        ("smtp://u:s3cret@", "b@x.example"),
        ("smtp://u:s3cret@mail.example:port", "b@x.example"),
        ("smtp://u:s3cret@mail.example", ""),
        ("smtp://u:s3cret@mail.example", "b@x.example\r\nBcc: a@x.example"),
        ("", "b@x.example"),
    ],
)
def test_a_wrong_one_is_refused_and_the_password_is_not_told(url: str, sender: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({"BACKROW_SMTP_URL": url, "BACKROW_MAIL_FROM": sender})
    assert str(refused.value).startswith("BACKROW_")
    assert "s3cret" not in str(refused.value)
