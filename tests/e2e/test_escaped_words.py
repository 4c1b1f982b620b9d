"""No word escapes translation: with every sentence of the app in brackets, only what people wrote stands outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from server.services import demo
from tests.e2e import disk, screens
from tests.e2e.office import Office
from tests.e2e.tablet import Tablet

pytestmark = pytest.mark.browser

# The chunks of one language; each gives its sentences under the names at its end.
_CHUNK = re.compile(r"/assets/es(\.\w+)?-[\w-]+\.js$")
_EXPORTS = re.compile(r"export\s*\{([^}]*)\};?\s*$")
# Puts every sentence of a chunk into brackets, those too that are made of others.
_BRACKETS = """
const __mark = (said) =>
  typeof said === 'string' ? `⟦${said}⟧`
  : typeof said === 'function' ? (...about) => __mark(said(...about))
  : Array.isArray(said) ? said.map(__mark)
  : said !== null && typeof said === 'object'
    ? Object.fromEntries(Object.entries(said).map(([name, one]) => [name, __mark(one)]))
  : said;
"""
_SAID = ("alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext", "placeholder", "title")
_READ = """(attributes) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const said = [document.title];
  while (walker.nextNode()) {
    const isShown = walker.currentNode.parentElement.closest('script, style, noscript') === null;
    if (isShown) said.push(walker.currentNode.data);
  }
  for (const name of attributes) {
    for (const one of document.querySelectorAll(`[${name}]`)) said.push(one.getAttribute(name));
  }
  return said.map((one) => one.trim()).filter((one) => one !== '');
}"""
_WORD = re.compile(r"[^\W\d_]{2,}")
# The same in every language: the app's name, what keys are called, units; and what the browser says of a date.
_SAME = re.compile(r"\S+@\S+|\b(Backrow|Esc|min|CSV|PDF|JSON|PNG|Español|English|GMT|UTC)\b")
_DATES = re.compile(
    r"\b(ene|feb|mar|abr|may|jun|jul|ago|sep|sept|oct|nov|dic|lun|mié|jue|vie|sáb|dom"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|de|hace|hoy|ayer|mañana|días?|horas?)\b"
)
# What the console says where no worker may be had, and of a link to no invitation.
_EXPECTED = (
    "Service Worker registration blocked",
    "could not be kept for offline use",
    "status of 410",
    "status of 403",
)
# Records of the district that a screen may show as they are.
_STORES = ("rows_a", "rows_b", "changes")
_PADS = ("fill-plus", "copus", "on-task-intervals", "universal-design", "verbal-flow", "selective-scripting")
# Kept in both languages beside the rules, since the office reads them too.
MENU = Path(__file__).parents[2] / "pwa" / "src" / "core" / "coaching" / "menu.ts"
# Where nothing leads by a plain link.
_BESIDE = ("/check", "/rehearse", "/account", "/nowhere", "/activity", "/viewers", "/log", "/journal", "/portfolio")
# Screens of the same record, which a link leads to only at some moments.
_LEADS_TO = {"confer": "sheet", "review": "calibrate"}
_SCREENS = {
    "", "new", "lesson", "review", "sync", "settings", "check", "rehearse", "coaching", "cycle", "goal", "log",
    "notices", "prepare", "confer", "sheet", "calibrate", "report", "trends", "share", "factors", "standards",
    "templates", "people", "district", "viewers", "activity", "journal", "portfolio", "account", "nowhere", "sign-in",
    "forgot", "invitation", "reset",
}  # fmt: skip


def _serve_in_brackets(route: Route) -> None:
    answer = route.fetch()
    body = answer.text()
    found = _EXPORTS.search(body)
    assert found is not None, f"{route.request.url} exports nothing"
    names = [one.strip().split(" as ") for one in found[1].split(",")]
    marked = "".join(f"const __{place} = __mark({name[0]});" for place, name in enumerate(names))
    ends = ", ".join(f"__{place} as {name[-1]}" for place, name in enumerate(names))
    route.fulfill(response=answer, body=f"{body[: found.start()]}{_BRACKETS}{marked}export {{{ends}}};")


def open_in_brackets(playwright: Playwright, office: Office, profile: Path) -> Tablet:
    """Open a tablet that speaks Spanish in brackets; a service worker would answer for the sentences by itself."""
    tablet = Tablet(playwright, profile, office.url, locale="es-ES", service_workers="block", expects=_EXPECTED)
    tablet.open_blank().route(_CHUNK, _serve_in_brackets)
    tablet.page.goto(tablet.base_url)
    return tablet


def list_escaped(page: Page, written: frozenset[str]) -> list[str]:
    """Give the texts of a screen that hold words of nobody."""
    return [said for said in page.evaluate(_READ, list(_SAID)) if _WORD.search(_strip(said, written))]


def _strip(said: str, written: frozenset[str]) -> str:
    left, before = said, ""
    while left != before:
        left, before = re.sub(r"⟦[^⟦⟧]*⟧", " ", left), left
    left = _plain(left)
    # Longer words first: a name may be a part of a title.
    for one in _fitting(left, written):
        left = left.replace(one, " ")
    return left


def _plain(text: str) -> str:
    return " ".join(_DATES.sub(" ", _SAME.sub(" ", text)).split())


def _fitting(left: str, written: frozenset[str]) -> list[str]:
    return sorted((one for one in written if one in left), key=len, reverse=True)


def list_written(tablet: Tablet) -> frozenset[str]:
    """Give every text of the district: names, titles, notes, what protocols say, and the ways of coaching."""
    session = tablet.page.evaluate("fetch('/api/v1/session').then((reply) => reply.json())")
    kept = (disk.read_stores(tablet, *_STORES), session, re.findall(r"'([^']+)'", MENU.read_text("utf-8")))
    return frozenset(_plain(text) for part in kept for text in _texts_of(part))


def _texts_of(value: object) -> Iterator[str]:
    match value:
        case str():
            if _WORD.search(value):
                yield value
        case dict():
            yield from (text for one in value.values() for text in _texts_of(one))
        case list():
            yield from (text for one in value for text in _texts_of(one))


def _kind(path: str) -> str:
    """Name the screen of an address."""
    return urlsplit(path).path.split("/")[1]


def look_around(tablet: Tablet, first: list[str]) -> tuple[set[str], list[str]]:
    """Go to every kind of screen that a link leads to, open what can be opened, and collect what escaped."""
    page, waiting, seen, faults = tablet.page, first, set[str](), list[str]()
    while waiting:
        path = waiting.pop(0)
        kind = urlsplit(path).path.rsplit("/", 1)[-1] if path.startswith("/district/") else _kind(path)
        if kind in seen:
            continue
        seen.add(kind)
        waiting += [path.replace(kind, _LEADS_TO[kind], 1)] if kind in _LEADS_TO else []
        page.goto(tablet.base_url + path)
        expect(page.locator("main h1, main h2, main fieldset").first).to_be_attached()
        page.wait_for_timeout(400)
        for closed in page.locator("main details:not([open]) > summary, main [aria-expanded=false]").all()[:8]:
            if closed.is_visible():
                closed.click(timeout=2_000)
        page.wait_for_timeout(200)
        written = list_written(tablet)
        faults += [f"{path}: {said}" for said in list_escaped(page, written)]
        waiting += page.locator('a[href^="/"]').evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    return seen, faults


def test_no_word_escapes(playwright: Playwright, demo_office: Office, tmp_path: Path) -> None:
    seen, faults, complaints = set[str](), list[str](), list[str]()
    for who in ("coach", "teacher", "admin"):
        tablet = open_in_brackets(playwright, demo_office, tmp_path / who)
        expect(tablet.page.locator('input[name="email"]')).to_be_visible()
        assert "⟦" in tablet.page.inner_text("body"), "nothing stands in brackets"
        for path in ("/sign-in", "/forgot", "/invitation#none", "/reset#none"):
            tablet.page.goto(tablet.base_url + path)
            expect(tablet.page.locator("h1").first).to_be_attached()
            faults += [f"{path}: {said}" for said in list_escaped(tablet.page, frozenset())]
            seen.add(_kind(path.partition("#")[0]))
        tablet.page.goto(tablet.base_url)
        screens.sign_in(tablet, f"{who}@demo.example", demo.PASSWORD)
        # The account speaks English until another language is chosen here.
        tablet.touch(tablet.page.locator('nav a[href="/settings"]'))
        tablet.page.locator('input[name="language"][value="es"]').check(force=True)
        expect(tablet.page.get_by_test_id("sync-badge")).to_contain_text("⟦Guardado⟧", timeout=30_000)
        tablet.page.evaluate("document.body.append('Planted ⟦Hoy⟧')")
        assert list_escaped(tablet.page, frozenset()) != [], "a word that escaped is not seen"
        visited, escaped = look_around(tablet, ["/", *_BESIDE])
        seen |= visited
        faults += [f"{who} {one}" for one in escaped]
        if who == "coach":
            faults += look_at_pads(tablet)
            seen.add("lesson")
        complaints += tablet.complaints
        tablet.close()
    assert sorted(set(faults)) == []
    assert complaints == []
    assert _SCREENS - seen == set()


def look_at_pads(tablet: Tablet) -> list[str]:
    faults = []
    for protocol in _PADS:
        tablet.page.goto(tablet.base_url)
        screens.start_lesson(tablet, teacher="Priya Raman", protocol=protocol)
        tablet.page.wait_for_timeout(300)
        faults += [f"{protocol}: {said}" for said in list_escaped(tablet.page, list_written(tablet))]
        screens.end_lesson(tablet)
        faults += [f"{protocol}, ended: {said}" for said in list_escaped(tablet.page, list_written(tablet))]
    return faults
