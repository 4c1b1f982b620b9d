"""Links that let one person in, once: an invitation, or a way to a new password; and the letters that carry them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, NamedTuple

from server.domain.letters import Letter

Purpose = Literal["invitation", "reset"]
LASTS: Mapping[Purpose, timedelta] = {"invitation": timedelta(hours=72), "reset": timedelta(hours=1)}


class Reader(NamedTuple):
    """To whom a letter is written."""

    email: str
    name: str
    language: str
    district: str


def make_link(site: str, purpose: Purpose, token: str) -> str:
    """Make the address in a letter; what stands behind the # is sent to no server and stands in no log."""
    return f"{site}/{purpose}#{token}"


def write_letter(purpose: Purpose, to: Reader, link: str) -> Letter:
    """Write the letter that carries a link, in its reader's language."""
    subject, text = _LETTERS[purpose]["es" if to.language == "es" else "en"]
    return Letter(to.email, subject, text.format(name=_line(to.name), district=_line(to.district), link=link))


def _line(text: str) -> str:
    return " ".join(text.split())


_LETTERS: Mapping[Purpose, Mapping[str, tuple[str, str]]] = {
    "invitation": {
        "en": (
            "Your invitation to Backrow",
            "Hello {name},\n\n{district} works with Backrow, and you are invited to it. Open this link within three"
            " days and choose a password:\n\n{link}\n\nThe link is for you alone and works once. If you did not expect"
            " this letter, leave it be: without you nothing happens.\n",
        ),
        "es": (
            "Su invitación a Backrow",
            "Hola, {name}:\n\n{district} trabaja con Backrow y le invita a participar. Abra este enlace en los próximos"
            " tres días y elija una contraseña:\n\n{link}\n\nEl enlace es solo para usted y sirve una única vez. Si no"
            " esperaba esta carta, no haga nada: sin usted no ocurre nada.\n",
        ),
    },
    "reset": {
        "en": (
            "A new password for Backrow",
            "Hello {name},\n\nsomebody asked for a new password for you in Backrow. If it was you, open this link"
            " within an hour:\n\n{link}\n\nThe link works once, and a new password signs you out everywhere else. If"
            " it was not you, leave this letter be: your password stays as it is.\n",
        ),
        "es": (
            "Una contraseña nueva para Backrow",
            "Hola, {name}:\n\nalguien pidió una contraseña nueva para usted en Backrow. Si fue usted, abra este enlace"
            " en la próxima hora:\n\n{link}\n\nEl enlace sirve una única vez, y la contraseña nueva cierra su sesión en"
            " los demás lugares. Si no fue usted, no haga nada: su contraseña sigue igual.\n",
        ),
    },
}
