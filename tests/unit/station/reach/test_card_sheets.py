# SPDX-License-Identifier: Apache-2.0
"""A card on paper: drawn, photographed badly, read again."""

from __future__ import annotations

import hashlib
import io

import pytest
import segno
from PIL import Image

from parley.bearers.qr.sheet import svg_sheet
from parley.errors import LocalFault
from parley.station.reach import card_sheets

CARD = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(80))  # 2,560 bytes


@pytest.fixture
def photos(tmp_path, monkeypatch):
    """Draw the card, and return a picture of each code as a camera would give it."""
    drawn = []
    monkeypatch.setattr(
        "parley.bearers.qr.sheet.svg_sheet",
        lambda chunks: drawn.extend(chunks) or svg_sheet(chunks),
    )
    count = card_sheets.draw_card(CARD, tmp_path / "card.svg")
    assert count == len(drawn)
    assert (tmp_path / "card.svg").read_bytes().count(b"<g transform=") == count
    paths = []
    for number, chunk in enumerate(drawn):
        path = tmp_path / f"{number}.png"
        code = io.BytesIO()
        segno.make_qr(chunk, mode="byte", error="m").save(code, kind="png", scale=3)
        Image.open(code).convert("L").rotate(3, expand=True, fillcolor=255).save(path)
        paths.append(path)
    return paths


def test_two_thirds_of_the_codes_in_any_order_are_the_card(photos):
    """A courier's paper comes with a wet corner."""
    kept = [path for at, path in enumerate(photos) if at % 3]
    assert card_sheets.read_card(list(reversed(kept))) == CARD


def test_too_few_codes_are_counted(photos):
    """Whoever stands at the table must know how many pages are missing."""
    with pytest.raises(LocalFault) as refused:
        card_sheets.read_card(photos[:3])
    assert refused.value.code == "PLY-BRR-065"
    assert refused.value.facts["held"] == 3


def test_pictures_of_something_else_hold_no_card(tmp_path):
    """A photograph of the table is no card."""
    path = tmp_path / "table.png"
    Image.new("L", (400, 300), 128).save(path)
    with pytest.raises(LocalFault) as refused:
        card_sheets.read_card([path])
    assert refused.value.facts["held"] == 0


def test_a_sheet_is_for_paper_or_a_screen(tmp_path):
    """A name without a kind would be written as something nobody can print."""
    with pytest.raises(LocalFault) as refused:
        card_sheets.draw_card(CARD, tmp_path / "card.txt")
    assert refused.value.code == "PLY-BRR-064"
    assert card_sheets.draw_card(CARD, tmp_path / "card.pdf") > 4
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
