"""Pictures made anew: whatever the bytes, they become a picture or a refusal."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image, PngImagePlugin

from server.domain.problems import Problem
from server.services.pictures import MAX_SIDE, remake_picture

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def write(picture: Image.Image, mime: str, **options: object) -> bytes:
    written = BytesIO()
    picture.save(written, FORMATS[mime], **options)
    return written.getvalue()


@pytest.mark.parametrize("mime", FORMATS)
def test_damaged_bytes_are_refused_and_never_a_fault(mime: str) -> None:
    whole = write(Image.radial_gradient("L").convert("RGB").resize((96, 64)), mime)
    random = Random(mime)
    for _ in range(400):
        damaged = bytearray(whole[: random.randrange(1, len(whole))] if random.random() < 0.3 else whole)
        for place in random.choices(range(len(damaged)), k=random.randrange(1, 12)):
            damaged[place] = random.randrange(256)
        assert _try(bytes(damaged), mime) in ("not_a_picture", mime)


def _try(data: bytes, mime: str) -> str:
    """Give the type of the remade picture, or the code of the refusal."""
    try:
        return remake_picture(data, mime).mime
    except Problem as problem:
        return problem.code


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "RGB", "I;16"])
def test_every_kind_of_pixel_is_taken(mode: str) -> None:
    remade = remake_picture(write(Image.new(mode, (40, 30)), "image/png"), "image/png")

    with Image.open(BytesIO(remade.data)) as picture:
        assert picture.size == (40, 30)


def test_words_beside_the_pixels_stay_behind() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "Room 12, Ms Rivera")
    said.add_text("XML:com.adobe.xmp", "<x>Room 12</x>", zip=True)
    told = write(Image.new("RGB", (40, 30)), "image/png", pnginfo=said, dpi=(300, 300))

    remade = remake_picture(told, "image/png")

    assert b"Room 12" in told
    with Image.open(BytesIO(remade.data)) as picture:
        assert picture.info == {}


def test_what_is_larger_than_any_screen_is_made_smaller() -> None:
    remade = remake_picture(write(Image.new("RGB", (6000, 3000)), "image/jpeg"), "image/jpeg")

    with Image.open(BytesIO(remade.data)) as picture:
        assert picture.size == (MAX_SIDE, MAX_SIDE // 2)


def test_of_pictures_that_move_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    told = write(frames[0], "image/webp", save_all=True, append_images=frames[1:])

    with Image.open(BytesIO(remake_picture(told, "image/webp").data)) as picture:
        assert getattr(picture, "n_frames", 1) == 1
