"""A photo of the board, from an offline tablet to another screen; and an outbox carried as a file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Playwright, expect

from tests.e2e import screens
from tests.e2e.conftest import MakeTablet
from tests.e2e.figures import count_of
from tests.e2e.office import Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet

pytestmark = pytest.mark.browser

# What this tablet has on its disk, and what the office gives out.
READ_KEPT = """async (record) => {
    const [{name}] = (await indexedDB.databases()).filter(({name}) => name.startsWith('backrow-'));
    const opening = indexedDB.open(name);
    await new Promise((resolve) => { opening.onsuccess = resolve; });
    const reading = opening.result.transaction('blob_bytes').objectStore('blob_bytes').get(record);
    await new Promise((resolve) => { reading.onsuccess = resolve; });
    opening.result.close();
    return [...new Uint8Array(reading.result)];
}"""
READ_SERVED = """async (record) => {
    const answer = await fetch(`/api/v1/blobs/${record}`);
    return [...new Uint8Array(await answer.arrayBuffer())];
}"""


def photograph(folder: Path) -> Path:
    """Take a picture as a tablet's camera would: large, on its side, with the place and the maker written in it."""
    board = Image.effect_noise((2600, 1950), 40).convert("RGB")
    ImageDraw.Draw(board).rectangle((0, 0, 400, 400), fill="red")
    exif = Image.Exif()
    exif[0x010F] = "Camera of the coach"
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (41.0, 52.0, 55.0)}
    file = folder / "board.jpg"
    board.save(file, "JPEG", exif=exif, quality=92)
    assert b"Camera of the coach" in file.read_bytes()
    return file


def read_photo(tablet: Tablet, script: str) -> Image.Image:
    """See that the review shows the photo, and give its bytes as a picture: no word of the camera is in them."""
    item = tablet.page.get_by_test_id("photo-item")
    shown = item.locator("img").first
    expect(shown).to_be_visible()
    data = bytes(tablet.page.evaluate(script, item.get_attribute("data-record")))
    assert b"Camera" not in data
    picture = Image.open(BytesIO(data))
    assert dict(picture.getexif()) == {}
    assert picture.size == tuple(shown.evaluate("(image) => [image.naturalWidth, image.naturalHeight]"))
    return picture


def test_a_photo_reaches_the_office_after_the_lesson_and_says_nothing_of_the_camera(
    coach: Tablet, school: Office, playwright: Playwright, tmp_path: Path
) -> None:
    tablet = coach
    page = tablet.open()
    observation = screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    tablet.touch_key(key(page, "BSP"))
    tablet.touch(page.get_by_test_id("more"))
    with page.expect_file_chooser() as chooser:
        tablet.touch(page.get_by_test_id("photo"))
    chooser.value.set_files(photograph(tmp_path))
    expect(page.get_by_test_id("photo-said")).to_have_text("Photo safe on this tablet")
    tablet.kill()

    page = tablet.open(f"/lesson/{observation}")
    screens.wait_until_safe(tablet, 1)
    screens.end_lesson(tablet)
    page.goto(f"{school.url}/review/{observation}")
    assert read_photo(tablet, READ_KEPT).size == (1536, 2048), "upright, and no side longer than 2,048"
    expect(page.get_by_test_id("photo-item")).to_have_attribute("data-is", "waits")
    page.get_by_test_id("photo-caption").fill("The board after ten minutes")
    page.get_by_test_id("photo-caption").press("Enter")
    fates = screens.read_fates(tablet)
    assert fates["photos"] == 1
    expect(page.get_by_test_id("sync-headline")).to_contain_text("cannot be reached")

    tablet.go_online()
    tablet.touch(page.get_by_test_id("send-now"))
    screens.wait_for_sync(tablet)
    expect(page.get_by_test_id("sync-headline")).to_contain_text("Everything is stored at the office.")
    assert "photos" not in screens.read_fates(tablet)

    other = Tablet(playwright, tmp_path / "other", school.url)
    page = other.open()
    screens.prepare_for_the_day(other, MARTA.email)
    page.goto(f"{school.url}/review/{observation}")
    expect(page.get_by_test_id("photo-item")).to_have_attribute("data-is", "office")
    expect(page.get_by_test_id("photo-caption")).to_have_value("The board after ten minutes")
    seen = read_photo(other, READ_SERVED)
    assert seen.size == (1536, 2048)
    corner = seen.convert("RGB").getpixel((seen.width - 40, 40))
    assert isinstance(corner, tuple)
    assert corner[0] > 180 > corner[1], "the red corner was turned with the picture"
    other.close()


def test_what_one_tablet_could_not_send_goes_out_from_another_and_only_once(
    make_tablet: MakeTablet, office: Office, tmp_path: Path
) -> None:
    tablet = make_tablet()
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.go_offline()
    observation = screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    for _ in range(5):
        tablet.touch_key(key(page, "BSP"))
    screens.wait_until_safe(tablet, 5)
    screens.end_lesson(tablet)
    page.goto(f"{office.url}/sync")
    with page.expect_download() as download:
        tablet.touch(page.get_by_test_id("export-outbox"))
    file = tmp_path / "outbox.json"
    download.value.save_as(file)

    other = make_tablet()
    page = other.open()
    screens.prepare_for_the_day(other, MARTA.email)
    other.touch(page.get_by_test_id("sync-badge"))
    page.get_by_test_id("import-outbox").set_input_files(file)
    expect(page.get_by_test_id("outbox-taken")).to_be_visible()
    other.touch(page.get_by_test_id("send-now"))
    screens.wait_for_sync(other)
    assert count_of(office, observation, "BSP") == 5

    said = office.run("import", "outbox", str(file))
    assert "0 are new here" in said
    tablet.go_online()
    tablet.touch(tablet.page.get_by_test_id("send-now"))
    screens.wait_for_sync(tablet)
    assert count_of(office, observation, "BSP") == 5
