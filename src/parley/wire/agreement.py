# SPDX-License-Identifier: Apache-2.0
"""The payload of an agreement statement: the same bytes are signed by both sides."""

from __future__ import annotations

from parley.model.agreement import LinkAgreement
from parley.model.precedence import Mode
from parley.wire.cbor import dumps, loads
from parley.wire.limits import NUMBER_MAX, STATION_BYTES_MAX, VERSION
from parley.wire.shape import Fields
from parley.wire.terms import read_terms, terms_fields
from parley.wire.text import station_problem


def encode_agreement(agreement: LinkAgreement) -> bytes:
    """Return the payload of an agreement statement."""
    return dumps(
        [
            VERSION,
            agreement.version,
            agreement.previous,
            list(agreement.stations),
            list(agreement.card_digests),
            agreement.mode,
            terms_fields(agreement.terms),
        ],
    )


def decode_agreement(data: bytes) -> LinkAgreement:
    """Return the link agreement in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data), "link agreement")
    fields.version()
    agreement = LinkAgreement(
        version=fields.uint(NUMBER_MAX, 1),
        previous=fields.null_or(lambda each: each.digest()),
        stations=_stations(fields),
        card_digests=_digests(fields),
        mode=fields.one_of(Mode),
        terms=read_terms(fields.any()),
    )
    fields.end()
    # SPEC 1.25: "`previous` is null in version 1, and the SHA-256 of the payload of the
    # version before in every other."
    if (agreement.version == 1) != (agreement.previous is None):
        raise fields.wrong("it does not name the version before it")
    return agreement


def _stations(fields: Fields) -> tuple[str, str]:
    pair = fields.fields("pair of stations")
    first = pair.checked(STATION_BYTES_MAX, station_problem)
    second = pair.checked(STATION_BYTES_MAX, station_problem)
    pair.end()
    # SPEC 1.26: "The two stations MUST differ and stand in ascending bytewise order,
    # and the card digests in the order of their stations."
    if first >= second:
        raise fields.wrong("the two stations are the same or out of order")
    return first, second


def _digests(fields: Fields) -> tuple[bytes, bytes]:
    pair = fields.fields("pair of card digests")
    digests = pair.digest(), pair.digest()
    pair.end()
    return digests
