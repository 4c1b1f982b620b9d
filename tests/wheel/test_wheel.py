"""The wheel: installed where nothing of the source is, it has the app, the protocols and a district to show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from tests.cli.test_demo_and_serve import free_port, wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this source; the app must have been built."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def backrow(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel into an environment that borrows our dependencies but not our source."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "backrow"


def test_the_wheel_holds_app_and_protocols_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("server/_pwa/index.html", "server/_pwa/sw.js", "server/_protocols/library/fill-plus.toml"):
        assert name in names
    assert "server/storage/migrations/versions/0001_sync.py" in names
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name or name.startswith("tests/")]


def test_an_installed_backrow_shows_its_demo(backrow: Path, tmp_path: Path) -> None:
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "BACKROW_DATA": str(tmp_path / "data"), "PORT": str(port)}
    said = subprocess.run(
        [backrow, "demo", "--no-serve", "--json"], env=environment, cwd=tmp_path, capture_output=True, check=True
    )
    assert len(json.loads(said.stdout)["people"]) == 12
    server = subprocess.Popen([backrow, "serve"], env=environment, cwd=tmp_path, stderr=subprocess.PIPE)
    try:
        wait_for(port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"Backrow" in page.read()
        where = subprocess.run(
            [backrow.with_name("python"), "-c", "import server; print(server.__file__)"],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert where.stdout.startswith(str(backrow.parents[1]))
    finally:
        server.terminate()
        _, err = server.communicate(timeout=30)
    assert server.returncode == 0, err
