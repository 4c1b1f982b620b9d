"""The engine of the iPad: WebKitGTK under a screen of its own, driven through WebDriver."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.webkitgtk.service import Service

_SCREEN = "1180x820x24"


@contextmanager
def opened_webkit() -> Iterator[WebKitGTK]:
    """Give a WebKitGTK browser with an empty profile."""
    with _opened_screen() as display:
        service = Service(executable_path=_find_driver(), env=_environment(display))
        options = WebKitGTKOptions()
        options.binary_location = _find_browser()
        options.add_argument("--automation")
        browser = WebKitGTK(options=options, service=service)
        try:
            yield browser
        finally:
            browser.quit()


@contextmanager
def _opened_screen() -> Iterator[str]:
    """Run Xvfb on a display that it finds free itself; gives its name."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL) as screen:
        os.close(writes)
        try:
            with os.fdopen(reads) as told:
                number = told.readline().strip()
            if not number:
                raise RuntimeError("Xvfb did not start")
            yield f":{number}"
        finally:
            screen.terminate()


def _environment(display: str) -> dict[str, str]:
    # WebKit's sandbox needs rights that a container's root has not.
    return os.environ | {"DISPLAY": display, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "NO_AT_BRIDGE": "1"}


def _find_driver() -> str:
    if found := shutil.which("WebKitWebDriver"):
        return found
    raise RuntimeError("No WebKitWebDriver on the PATH: install the package webkit2gtk-driver.")


def _find_browser() -> str:
    for folder in (Path("/usr/lib"), Path("/usr/libexec")):
        for found in [*folder.glob("webkit2gtk-4.1/MiniBrowser"), *folder.glob("*/webkit2gtk-4.1/MiniBrowser")]:
            return str(found)
    raise RuntimeError("No MiniBrowser of WebKitGTK: install the package libwebkit2gtk-4.1-0.")
