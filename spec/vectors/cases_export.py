# SPDX-License-Identifier: Apache-2.0
"""Vectors of requests to show something of the record, and of consents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.model.export import (
    ArchiveRequest,
    ExportConsent,
    ExportEntry,
    ExportPart,
    ExportRequest,
)
from parley.model.precedence import Mode
from parley.wire.cbor import Value
from parley.wire.export import (
    decode_archive_request,
    decode_export_consent,
    decode_export_request,
    encode_archive_request,
    encode_export_consent,
    encode_export_request,
)
from spec.vectors.cases import accepted, refused
from spec.vectors.cases_identity import changed
from spec.vectors.made import Made
from spec.vectors.samples import ALFA, BRAVO, OPENED_MS


def exports(_made: Made) -> Iterator[dict[str, object]]:
    """Yield requests and consents."""
    yield from _requests()
    yield from _archives()
    yield from _consents()


def _requests() -> Iterator[dict[str, object]]:
    period = (OPENED_MS, OPENED_MS + 60_000)
    good = ExportRequest(
        ALFA,
        BRAVO,
        Mode.EXERCISE,
        (
            ExportPart(ALFA, 1, period, (ExportEntry(6, 4), ExportEntry(7, 7))),
            ExportPart(BRAVO, 2, None, (ExportEntry(3, 37),)),
        ),
    )
    data = encode_export_request(good)
    yield accepted("a request", format="request", data=data, value=good)
    bad: dict[str, tuple[tuple[int, ...], Value]] = {
        "a request of version 2": ((0,), 2),
        "a requester that is no station": ((1,), "Alfa"),
        "a foreign mode": ((3,), 4),
        "no part": ((4,), []),
        "a part of a third station's log": ((4, 0, 0), "nrrc.cesar.example"),
        "incarnation 0": ((4, 0, 1), 0),
        "a period that ends when it begins": ((4, 0, 2), [1, 1]),
        "no entry": ((4, 0, 3), []),
        "an entry without fields": ((4, 0, 3), [6, 4, 7]),
        "a seventh field": ((4, 0, 3), [6, 64]),
        "an entry twice": ((4, 0, 3), [6, 4, 6, 7]),
    }
    for name, (path, value) in bad.items():
        each = changed(data, path, value)
        yield refused(
            name, partial(decode_export_request, each), format="request", data=each
        )


def _archives() -> Iterator[dict[str, object]]:
    day = (OPENED_MS, OPENED_MS + 86_400_000)
    good = ArchiveRequest(ALFA, BRAVO, Mode.LIVE, *day, redacted=True)
    data = encode_archive_request(good)
    yield accepted(
        "a request to archive without texts",
        format="archive request",
        data=data,
        value=good,
    )
    bad: dict[str, tuple[tuple[int, ...], Value]] = {
        "a request to archive of version 2": ((0,), 2),
        "a request to archive by no station": ((1,), "Alfa"),
        "a request to archive in a foreign mode": ((3,), 4),
        "a request to archive nothing": ((4,), [1, 1]),
        "a request to archive with texts or perhaps not": ((5,), 1),
    }
    for name, (path, value) in bad.items():
        each = changed(data, path, value)
        yield refused(
            name,
            partial(decode_archive_request, each),
            format="archive request",
            data=each,
        )


def _consents() -> Iterator[dict[str, object]]:
    consent = ExportConsent(BRAVO, b"a request statement")
    data = encode_export_consent(consent)
    yield accepted("a consent", format="consent", data=data, value=consent)
    for name, path, value in (
        ("a consent of version 2", (0,), 2),
        ("a consent by no station", (1,), ""),
        ("a consent to nothing", (2,), b""),
    ):
        each = changed(data, path, value)
        yield refused(
            name, partial(decode_export_consent, each), format="consent", data=each
        )
