# SPDX-License-Identifier: Apache-2.0
"""Chunks drawn as QR codes: sheets of paper as PDF, one long picture as SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import segno
from fpdf import FPDF

COLUMNS: Final = 2
ROWS: Final = 3
CODES_A_PAGE: Final = COLUMNS * ROWS
_PAGE_MM = (210.0, 297.0)
_MARGIN_MM = 12.0
_CODE_MM = 82.0
_STEP_MM = (98.0, 90.0)
_QUIET_MODULES = 4
_SVG_STEP = 120.0
_SVG_CODE = 108.0


def pdf_sheet(chunks: Sequence[bytes]) -> bytes:
    """Return A4 pages with six codes each; nothing on them can be read by a person."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(auto=False)
    pages = -(-len(chunks) // CODES_A_PAGE)
    for number, chunk in enumerate(chunks):
        page, place = divmod(number, CODES_A_PAGE)
        if place == 0:
            pdf.add_page()
            pdf.set_font("Helvetica", size=9)
            pdf.set_xy(_MARGIN_MM, _PAGE_MM[1] - _MARGIN_MM)
            pdf.cell(text=f"Page {page + 1} of {pages}. Any two thirds are enough.")
        row, column = divmod(place, COLUMNS)
        x, y = _MARGIN_MM + column * _STEP_MM[0], _MARGIN_MM + row * _STEP_MM[1]
        pdf.image(io.BytesIO(_png(chunk)), x=x, y=y, w=_CODE_MM, h=_CODE_MM)
        pdf.set_xy(x, y + _CODE_MM)
        pdf.cell(text=f"{number + 1} of {len(chunks)}")
    return bytes(pdf.output())


def svg_sheet(chunks: Sequence[bytes]) -> bytes:
    """Return one picture for a screen, two codes in a row."""
    rows = -(-len(chunks) // COLUMNS)
    width, height = COLUMNS * _SVG_STEP, rows * _SVG_STEP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
    )
    parts = [head, '<rect width="100%" height="100%" fill="#fff"/>']
    for number, chunk in enumerate(chunks):
        row, column = divmod(number, COLUMNS)
        code = _code(chunk)
        scale = _SVG_CODE / code.symbol_size(border=_QUIET_MODULES)[0]
        drawn = io.BytesIO()
        code.save(
            drawn,
            kind="svg",
            xmldecl=False,
            svgns=False,
            svgclass=None,
            lineclass=None,
            nl=False,
            border=_QUIET_MODULES,
            scale=scale,
        )
        place = f"translate({column * _SVG_STEP + 6:g} {row * _SVG_STEP + 6:g})"
        parts.append(f'<g transform="{place}">{drawn.getvalue().decode()}</g>')
    return ("".join(parts) + "</svg>\n").encode()


def _png(chunk: bytes) -> bytes:
    drawn = io.BytesIO()
    _code(chunk).save(drawn, kind="png", scale=4, border=_QUIET_MODULES)
    return drawn.getvalue()


def _code(chunk: bytes) -> segno.QRCode:
    # What is sealed or signed is as good as random, so that no mask is better than
    # another; comparing all eight took four fifths of the time.
    return segno.make(
        chunk, error="m", mode="byte", micro=False, boost_error=False, mask=3
    )
