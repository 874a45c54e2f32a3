# SPDX-License-Identifier: Apache-2.0
"""Sheets drawn and seen again: creased, of something else, or no picture at all."""

from __future__ import annotations

import random

import pypdfium2
import pytest
import segno
from PIL import Image, ImageDraw, ImageFilter

from parley.bearers.qr import photo
from parley.bearers.qr.photo import read_picture
from parley.bearers.qr.sheet import CODES_A_PAGE, pdf_sheet, svg_sheet
from parley.carriage.parcels import Assembler, cut
from parley.errors import LocalFault
from parley.station.reach.sheets import read_photos, write_sheet
from parley.testing.carried import keys_of

KEYS = keys_of("qr")[0]
FRAMES = [random.Random(1).randbytes(3_000), b"a short one"]
SETTINGS = """
[station]
name = "a.example"
party = "Alfa"
mode = "TEST"
positions = ["Desk"]

[[circuit]]
name = "paper"
counterpart = "b.example"
bearer = "qr"
"""


def chunks_of(*frames: bytes) -> list[bytes]:
    return cut(frames, KEYS, 640, 0.5)


def photographed(pdf: bytes, folder, dpi: int = 150) -> list:
    """Render each page as a scanner would see it."""
    document = pypdfium2.PdfDocument(pdf)
    paths = []
    for number in range(len(document)):
        path = folder / f"page-{number}.png"
        document[number].render(scale=dpi / 72).to_pil().convert("L").save(path)
        paths.append(path)
    document.close()
    return paths


def frames_in(paths) -> list[bytes]:
    assembler = Assembler(KEYS)
    return [
        frame
        for path in paths
        for chunk in read_picture(path).chunks
        for frame in assembler.take(chunk)[1]
    ]


def test_a_sheet_printed_and_scanned_gives_its_frames_back(tmp_path):
    """Paper is the carrier that needs no power at all."""
    chunks = chunks_of(*FRAMES)
    pages = photographed(pdf_sheet(chunks), tmp_path)
    assert len(pages) == -(-len(chunks) // CODES_A_PAGE) > 1
    assert frames_in(pages) == FRAMES


def test_a_bad_scan_gives_its_frames_back(tmp_path):
    """Turned, grey, noisy and out of focus: what a telephone makes of paper."""
    chance = random.Random(2)
    paths = photographed(pdf_sheet(chunks_of(*FRAMES)), tmp_path, 200)
    for path in paths:
        with Image.open(path) as page:
            spoilt = page.rotate(4, fillcolor=255, expand=True)
            spoilt = spoilt.filter(ImageFilter.GaussianBlur(1))
        noise = Image.frombytes("L", spoilt.size, chance.randbytes(
            spoilt.width * spoilt.height))  # fmt: skip
        Image.blend(spoilt, noise, 0.12).save(path)
    assert frames_in(paths) == FRAMES


def test_a_sheet_with_a_third_of_its_codes_spoilt_is_enough(tmp_path):
    """Creases, coffee and thumbs."""
    chunks = chunks_of(*FRAMES)
    paths = photographed(pdf_sheet(chunks), tmp_path)
    lost = 0
    for path in paths:
        with Image.open(path) as page:
            page.load()
        if lost + 2 <= len(chunks) // 3:
            width, height = page.size
            ImageDraw.Draw(page).rectangle((0, 0, width, height // 4), fill=0)
            lost += 2
        page.save(path)
    seen = sum(len(read_picture(path).chunks) for path in paths)
    assert seen <= len(chunks) - lost < len(chunks)
    assert frames_in(paths) == FRAMES


def test_codes_of_something_else_are_counted_and_refused(tmp_path):
    """A poster behind the sheet must not end up in the station."""
    path = tmp_path / "poster.png"
    segno.make("WIFI:S:guest;;").save(str(path), scale=4)
    assert read_picture(path) == photo.Seen((), 1)
    forged = bytearray(chunks_of(b"frame")[0])
    forged[100] ^= 1
    segno.make(bytes(forged), mode="byte").save(str(path), scale=4)
    assert len(read_picture(path).chunks) == 1  # a chunk by its form
    assert frames_in([path]) == []  # and no one's by its tag


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"no picture"),
        ("a.png", b""),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 100),
        ("a.gif", b"GIF89a" + bytes(30)),
        ("a.svg", b"<svg xmlns='x'><image href='file:///etc/passwd'/></svg>"),
    ],
)
def test_pictures_that_are_none_are_named(tmp_path, name, data):
    """Only two formats are read: every other is a parser more."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(LocalFault, match="BRR-063"):
        read_picture(path)
    with pytest.raises(LocalFault, match="BRR-063"):
        read_picture(tmp_path / "missing.png")


def test_a_picture_that_unpacks_to_gigabytes_is_refused_by_its_head(
    tmp_path, monkeypatch
):
    """A few kilobytes of one colour can be any size."""
    monkeypatch.setattr(photo, "PIXELS_MAX", 10_000)
    path = tmp_path / "bomb.png"
    Image.new("1", (101, 100)).save(path)
    with pytest.raises(LocalFault, match="too large"):
        read_picture(path)


def test_a_sheet_for_the_screen_is_whole_and_loads_nothing():
    """It is opened in a browser on a machine that may have a network."""
    chunks = chunks_of(*FRAMES)
    drawn = svg_sheet(chunks).decode()
    assert drawn.count("<path") == len(chunks)
    assert "href" not in drawn
    assert "url(" not in drawn


def test_what_waits_is_drawn_once_and_what_is_seen_is_put_in(tmp_path):
    """`parley qr write` and `parley qr read`, without the station."""
    folder = tmp_path / "station"
    outgoing = folder / "circuits" / "paper" / "out"
    outgoing.mkdir(parents=True)
    (folder / "station.toml").write_text(SETTINGS)
    chunks = chunks_of(*FRAMES)
    (outgoing / "AAAAAAAA.PLY").write_bytes(b"".join(chunks))
    made = write_sheet(folder, None, tmp_path / "sheet.pdf")
    assert (made.codes, made.left) == (len(chunks), 0)
    assert list(outgoing.iterdir()) == []
    with pytest.raises(LocalFault, match="nothing waits"):
        write_sheet(folder, None, tmp_path / "again.pdf")
    with pytest.raises(LocalFault, match="must end in"):
        write_sheet(folder, None, tmp_path / "sheet.doc")
    pages = photographed((tmp_path / "sheet.pdf").read_bytes(), tmp_path)
    seen = read_photos(folder, "paper", pages)
    assert (seen.codes, seen.others) == (len(chunks), 0)
    held = b"".join(
        path.read_bytes() for path in (folder / "circuits/paper/in").iterdir()
    )
    assert sorted(held[at : at + len(chunks[0])] for at in range(
        0, len(held), len(chunks[0]))) == sorted(chunks)  # fmt: skip


def test_without_its_packages_the_extra_is_named(tmp_path, monkeypatch):
    """The station runs without them; only the command says what it lacks."""
    (tmp_path / "station.toml").write_text(SETTINGS)
    monkeypatch.setattr("parley.carriage.ends.importlib.util.find_spec", lambda _: None)
    with pytest.raises(LocalFault, match="BRR-060") as caught:
        write_sheet(tmp_path, None, tmp_path / "sheet.pdf")
    assert "parley-link[media]" in caught.value.do
