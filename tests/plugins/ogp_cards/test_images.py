"""Images of every kind, good and bad, through the store's one door for them."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from PIL import Image, ImageCms

from ogp_cards.errors import ImageRefused
from ogp_cards.images import Pictures
from ogp_cards.images import pictures as pictures_module

RED, BLUE = (220, 30, 30), (30, 30, 220)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def two_halves(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + b"".join(chunks)
    )


def near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=False))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_each_format_becomes_webp_at_once_and_twice_the_size(store: Path, kind: str) -> None:
    picture = Pictures(store).thumbnail(encoded(two_halves(1200, 630), kind))
    assert (picture.width, picture.height) == (240, 126)
    for file, size in ((picture.file, (240, 126)), (picture.file_2x, (480, 252))):
        with Image.open(store / file) as image:
            assert (image.format, image.size) == ("WEBP", size)
            assert near(image.getpixel((10, 10)), RED)
            assert near(image.getpixel((size[0] - 10, 10)), BLUE)


@pytest.mark.parametrize(
    ("size", "shown", "sharper"),
    [
        ((1200, 1200), (126, 126), True),
        ((3000, 100), (240, 8), True),
        ((100, 3000), (4, 126), True),
        ((240, 126), (240, 126), False),
        ((300, 158), (239, 126), False),
        ((400, 210), (240, 126), True),
        ((50, 40), (50, 40), False),
    ],
)
def test_fits_without_cropping_or_enlarging(
    store: Path, size: tuple[int, int], shown: tuple[int, int], sharper: bool
) -> None:
    picture = Pictures(store).thumbnail(encoded(two_halves(*size), "PNG"))
    assert ((picture.width, picture.height), bool(picture.file_2x)) == (shown, sharper)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_each_pixel_mode_keeps_its_shades(store: Path, mode: str) -> None:
    gray = Image.linear_gradient("L").resize((300, 300))
    image = gray.convert("I").point(lambda value: value * 257).convert("I;16") if mode == "I;16" else gray.convert(mode)
    picture = Pictures(store).thumbnail(encoded(image, "PNG"))
    with Image.open(store / picture.file) as made:
        shades = [made.convert("L").getpixel((60, y)) for y in (5, 63, 120)]
    assert shades[0] < 60 < shades[1] < 200 < shades[2]


def test_transparency_stays(store: Path) -> None:
    image = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
    for kind, options in (("PNG", {}), ("GIF", {"transparency": 0})):
        picture = Pictures(store).thumbnail(encoded(image, kind, **options))
        with Image.open(store / picture.file) as made:
            assert made.convert("RGBA").getpixel((50, 50))[3] == 0


@pytest.mark.parametrize(
    ("orientation", "red_is_at"),
    [(1, "left"), (2, "right"), (3, "right"), (4, "left"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom")],
)
def test_exif_turns_the_image_and_goes(store: Path, orientation: int, red_is_at: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "the author's cat, at home"
    picture = Pictures(store).thumbnail(encoded(two_halves(400, 200), "JPEG", exif=exif))
    with Image.open(store / picture.file) as made:
        lies = red_is_at in ("top", "bottom")
        assert made.size == ((63, 126) if lies else (240, 120))
        width, height = made.size
        place = {"left": (8, 20), "right": (width - 8, 20), "top": (20, 8), "bottom": (20, height - 8)}[red_is_at]
        assert near(made.getpixel(place), RED)
    with Image.open(store / picture.file_2x) as sharper:
        assert sharper.size == ((126, 252) if lies else (400, 200))
    data = (store / picture.file).read_bytes()
    assert b"EXIF" not in data
    assert b"cat" not in data


def test_colours_are_those_of_the_profile(store: Path) -> None:
    """A profile whose red is blue turns the colours round; a broken one is as good as none."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    for profile, colour in ((srgb, RED), (swapped, BLUE), (b"broken", RED)):
        picture = Pictures(store).thumbnail(encoded(Image.new("RGB", (100, 100), RED), "PNG", icc_profile=profile))
        data = (store / picture.file).read_bytes()
        assert b"ICCP" not in data
        with Image.open(BytesIO(data)) as made:
            assert near(made.getpixel((50, 50)), colour)


def test_print_colours_become_screen_colours(store: Path) -> None:
    picture = Pictures(store).thumbnail(encoded(two_halves(300, 200).convert("CMYK"), "JPEG"))
    with Image.open(store / picture.file) as made:
        assert near(made.getpixel((10, 10)), RED)


def test_only_the_first_frame_is_kept(store: Path) -> None:
    frames = [Image.new("RGB", (200, 200), colour) for colour in (RED, BLUE)]
    for kind in ("GIF", "WEBP", "PNG"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
        picture = Pictures(store).thumbnail(data)
        with Image.open(store / picture.file) as made:
            assert getattr(made, "n_frames", 1) == 1
            assert near(made.convert("RGB").getpixel((50, 50)), RED)


def test_the_same_image_gives_the_same_files(tmp_path: Path) -> None:
    data = encoded(two_halves(800, 600), "JPEG")
    one, other = Pictures(tmp_path / "one").thumbnail(data), Pictures(tmp_path / "other").thumbnail(data)
    assert one == other
    assert (tmp_path / "one" / one.file).read_bytes() == (tmp_path / "other" / other.file).read_bytes()
    assert sorted(path.name for path in (tmp_path / "one/images").iterdir()) == sorted(
        Path(file).name for file in (one.file, one.file_2x)
    )


def scans_repeated(times: int) -> bytes:
    """A progressive JPEG with its last scan so many times more."""
    data = encoded(two_halves(64, 64), "JPEG", progressive=True)
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * times + data[-2:]


GOOD_PNG = encoded(two_halves(64, 64), "PNG")
GOOD_JPEG = encoded(two_halves(64, 64), "JPEG")
REFUSED = {
    "nothing": b"",
    "text": b"<html>no image</html>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><script>alert(1)</script></svg>',
    "another format": encoded(two_halves(64, 64), "BMP"),
    "TIFF": encoded(two_halves(64, 64), "TIFF"),
    "ICO as a thumbnail": encoded(two_halves(64, 64), "ICO"),
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n",
    "a pixel": encoded(Image.new("RGB", (1, 1)), "GIF"),
    "a line": encoded(Image.new("RGB", (600, 2)), "PNG"),
    "cut": GOOD_PNG[: len(GOOD_PNG) // 2],
    "cut JPEG": encoded(two_halves(640, 640), "JPEG")[:2000],
    "cut WebP": encoded(two_halves(640, 640), "WEBP")[:-200],
    "no data": png_of(100, 100, chunk(b"IEND", b"")),
    "a bomb": png_of(60000, 60000, chunk(b"IDAT", zlib.compress(b"\0" * 9_000_000, 9)), chunk(b"IEND", b"")),
    "a bomb that only warns": png_of(10000, 9500, chunk(b"IDAT", zlib.compress(b"\0")), chunk(b"IEND", b"")),
    "a text bomb": png_of(64, 64, *[chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 1_000_000))] * 70),
    "a JPEG whose last scan comes a thousand times": scans_repeated(1000),
    "a JPEG of many segments": GOOD_JPEG[:2] + b"\xff\xe1\0\x09Exif\0\0x" * 3000 + GOOD_JPEG[2:],
    "a PNG of many profiles": png_of(64, 64, *[chunk(b"iCCP", b"a\0\0" + zlib.compress(b"x" * 1_000_000))] * 9),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_refuses_in_one_line_and_writes_nothing(store: Path, data: bytes, recwarn: pytest.WarningsRecorder) -> None:
    with pytest.raises(ImageRefused) as refused:
        Pictures(store).thumbnail(data)
    assert len(str(refused.value).splitlines()) == 1
    assert " at 0x" not in str(refused.value)
    assert not list(store.iterdir())
    assert not recwarn.list


def test_a_progressive_jpeg_may_have_scans_and_anything_behind_its_end(store: Path) -> None:
    assert Pictures(store).thumbnail(scans_repeated(30) + b"\xff\xda" * 5000).width == 64


@pytest.mark.parametrize(
    ("kind", "mode", "size", "limit", "options"),
    [
        ("PNG", "1", (4200, 4100), 16, {}),
        ("JPEG", "L", (4200, 4100), 16, {"quality": 1}),
        ("JPEG", "CMYK", (3400, 3300), 10, {"quality": 1}),
        ("WEBP", "RGB", (3400, 3300), 10, {"method": 0}),
        ("AVIF", "RGB", (3400, 3300), 10, {"speed": 10}),
        ("WEBP", "RGBA", (2700, 2600), 6, {"method": 0}),
        ("AVIF", "RGBA", (2700, 2600), 6, {"speed": 10}),
    ],
)
def test_whole_images_with_too_many_pixels_are_not_decoded(
    store: Path, kind: str, mode: str, size: tuple[int, int], limit: int, options: dict[str, int]
) -> None:
    with pytest.raises(ImageRefused, match=f"at most {limit} megapixels are decoded"):
        Pictures(store).thumbnail(encoded(Image.new(mode, size), kind, **options))


def test_one_image_is_decoded_at_a_time(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever kinds of picture threads ask for. What decoding one costs is said below; two would be too much."""
    now, most = [], []
    decode = pictures_module.decode

    def counted(*what: Any, **how: Any) -> Image.Image:
        now.append(None)
        sleep(0.02)  # for others to come here, too
        most.append(len(now))
        pixels = decode(*what, **how)
        now.pop()
        return pixels

    monkeypatch.setattr(pictures_module, "decode", counted)
    pictures = Pictures(store)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda make: make(GOOD_PNG), [pictures.thumbnail, pictures.icon, pictures.cover] * 2))
    assert most == [1] * 6


PEAK_OF_CARD = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from ogp_cards.images import Pictures

def peak():  # of this program; ru_maxrss begins with that of the one that started it
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))

before = peak()
pictures, data = Pictures(Path(sys.argv[1])), Path(sys.argv[2]).read_bytes()
with ThreadPoolExecutor(int(sys.argv[3])) as threads:  # as many as a build has, which asks 8 hosts by 2 connections
    list(threads.map(lambda _: (pictures.thumbnail(data), pictures.cover(data)), range(int(sys.argv[3]))))
print(peak() - before)
"""


def noise(mode: str, width: int, height: int) -> Image.Image:
    """What no encoder makes small, in every channel."""
    one = Image.effect_noise((width, height), 64)
    return Image.merge(mode, [one] * len(mode))


PROGRESSIVE = {"quality": 60, "progressive": True}
LARGEST: dict[str, tuple[str, Callable[[], Image.Image], dict[str, Any]]] = {
    "gray with transparency": ("PNG", lambda: Image.new("LA", (4000, 4000)), {}),
    "a palette with transparency": ("PNG", lambda: Image.new("P", (4000, 4000)), {"transparency": 0}),
    "WebP": ("WEBP", lambda: noise("RGB", 3160, 3160), {"method": 0, "quality": 40}),
    "WebP with transparency": ("WEBP", lambda: noise("RGBA", 2440, 2440), {"method": 0, "quality": 40}),
    "AVIF with transparency": (
        "AVIF",
        lambda: noise("RGBA", 2440, 2440),
        {"speed": 10, "quality": 30, "subsampling": "4:4:4"},
    ),
    "for print": ("JPEG", lambda: noise("CMYK", 790, 790).resize((3160, 3160)), PROGRESSIVE),
    "a tall cover": ("WEBP", lambda: noise("RGBA", 1440, 2880), {"method": 0, "quality": 40}),
}


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc elsewhere")
@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_images_cost_less_than_200_megabytes(store: Path, name: str) -> None:
    """As a card of an image has them: as its picture and in the sizes of a cover."""
    assert _peak(store, *LARGEST[name]) < 185_000_000


CROWD = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from ogp_cards.fetching import utc_now
from ogp_cards.images import Pictures
from ogp_cards.model import Answer
from ogp_cards.unfurl import Tools, Unfurler

data = Path(sys.argv[2]).read_bytes()

def get(url, *, accept="page", **_):
    page = f'<title>{url}</title><meta property="og:image" content="{url}.jpg">'.encode()
    body = page if accept == "page" else bytearray(data) if url.endswith(".jpg") else b""
    return Answer(url, 200, "text/html" if accept == "page" else "image/jpeg", bytes(body))

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))

pictures = Pictures(Path(sys.argv[1]))
unfurler = Unfurler(Tools(get, pictures.thumbnail, pictures.icon, pictures.cover, lambda: 0.0, utc_now))
before = peak()
with ThreadPoolExecutor(16) as threads:
    assert all(card.image for card in threads.map(unfurler.card, [f"https://{at}.example/" for at in range(16)]))
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc elsewhere")
def test_a_crowd_of_cards_with_large_images_costs_less_than_200_megabytes(store: Path) -> None:
    """As many threads as a build has, which asks 8 hosts by 2 connections."""
    assert _peak(store, *LARGEST["for print"], program=CROWD) < 135_000_000  # 145 where threads keep what they had


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc elsewhere")
def test_many_large_images_at_once_cost_no_more_than_one(store: Path) -> None:
    progressive = {"quality": 20, "progressive": True}
    assert _peak(store, "JPEG", lambda: noise("RGB", 4000, 4000), progressive, threads=8) < 185_000_000


def _peak(
    store: Path,
    kind: str,
    draw: Callable[[], Image.Image],
    options: dict[str, Any],
    *,
    threads: int = 1,
    program: str = PEAK_OF_CARD,
) -> int:
    """Bytes over those of the program before."""
    path = store / "image"
    path.write_bytes(encoded(draw(), kind, **options))
    assert path.stat().st_size < 8 * 2**20
    run = subprocess.run(
        [sys.executable, "-c", program, str(store), str(path), str(threads)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(run.stdout)


def test_broken_bytes_are_refused_or_drawn_never_more(store: Path) -> None:
    """Every thirteenth byte of each format changed, one at a time."""
    pictures = Pictures(store)
    for kind in ("PNG", "JPEG", "WEBP", "GIF", "AVIF"):
        good = encoded(two_halves(64, 48), kind)
        drawn = 0
        for at in range(0, len(good), 13):
            try:
                drawn += pictures.thumbnail(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]).width > 0
            except ImageRefused:
                continue
        assert drawn <= len(good) // 13 + 1


class TestIcons:
    def test_an_ico_gives_the_size_that_is_shown(self, store: Path) -> None:
        image = two_halves(256, 256)
        for kind in ("png", "bmp"):
            data = encoded(image, "ICO", sizes=[(16, 16), (32, 32), (64, 64), (256, 256)], bitmap_format=kind)
            icon = Pictures(store).icon(data)
            assert (icon.width, icon.height) == (16, 16)
            with Image.open(store / icon.file_2x) as made:
                assert made.size == (32, 32)
                assert near(made.getpixel((2, 2)), RED)

    def test_a_small_icon_has_no_sharper_twin(self, store: Path) -> None:
        icon = Pictures(store).icon(encoded(two_halves(16, 16), "PNG"))
        assert (icon.width, icon.height, icon.file_2x) == (16, 16, "")

    @pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
    def test_other_formats_do_too(self, store: Path, kind: str) -> None:
        assert Pictures(store).icon(encoded(two_halves(180, 180), kind)).file_2x

    def test_the_size_of_a_part_is_checked_not_believed(self, store: Path) -> None:
        entry = struct.pack("<BBBBHHII", 32, 32, 0, 0, 1, 32, 1000, 22)
        liar = struct.pack("<IiiHHIIiiII", 40, 20000, 40000, 1, 32, 0, 0, 0, 0, 0, 0)
        with pytest.raises(ImageRefused, match="claims 20000 x 40000"):
            Pictures(store).icon(b"\0\0\1\0\1\0" + entry + liar)
        for part in (png_of(60000, 60000, chunk(b"IEND", b"")), b"", b"\0" * 3, b"\xff" * 40):
            with pytest.raises(ImageRefused):
                Pictures(store).icon(b"\0\0\1\0\1\0" + entry + part)

    @pytest.mark.parametrize("data", [b"\0\0\1\0", b"\0\0\1\0\xff\xff" + b"\xff" * 40, b"\0\0\1\0\0\0"])
    def test_a_broken_ico_is_refused(self, store: Path, data: bytes) -> None:
        with pytest.raises(ImageRefused):
            Pictures(store).icon(data)
