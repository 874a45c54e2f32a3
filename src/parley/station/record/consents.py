# SPDX-License-Identifier: Apache-2.0
"""Who may show the record to others: what was agreed, and what both have signed for.

SPEC 6.60 is enforced here, below every face, for proofs and archives alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from parley.core.statements import check_statement, make_statement
from parley.crypto.keys import StationKeys
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.model.agreement import LinkAgreement
from parley.model.export import ArchiveRequest, ExportConsent, ExportRequest
from parley.station.config import Settings
from parley.station.facts import LinkKnowledge
from parley.station.queries import Queries
from parley.wire.export import (
    decode_archive_request,
    decode_export_consent,
    decode_export_request,
    encode_archive_request,
    encode_export_consent,
    encode_export_request,
)
from parley.wire.statement import StatementKind

_JOINT, _DENIABLE = "joint", "deniable"
R = TypeVar("R", ExportRequest, ArchiveRequest)


class Form(Fixed, Generic[R]):
    """One sort of request: its statement and its payload."""

    kind: StatementKind
    encode: Callable[[R], bytes]
    decode: Callable[[bytes], R]


PROOF: Final = Form(
    StatementKind.EXPORT_REQUEST, encode_export_request, decode_export_request
)
ARCHIVE: Final = Form(
    StatementKind.ARCHIVE_REQUEST, encode_archive_request, decode_archive_request
)


def needs_consent(link: LinkKnowledge) -> bool:
    """Tell whether showing the record takes the counterpart's consent.

    Raises:
        LocalFault: PLY-LNK-003 no agreement is in force; PLY-REC-002 nothing may be
            shown at all.

    """
    return exportable(link).terms.evidence == _JOINT


def exportable(link: LinkKnowledge) -> LinkAgreement:
    """Return the agreement in force, under which something may be shown at all.

    Raises:
        LocalFault: as `needs_consent`.

    """
    name = link.facts.link
    if link.agreement is None:
        raise LocalFault("PLY-LNK-003", name=name)
    if link.agreement.terms.evidence == _DENIABLE:
        raise LocalFault("PLY-REC-002", name=name)
    return link.agreement


def refused(name: str, reason: str) -> LocalFault:
    """Return the fault of a consent that does not count."""
    return LocalFault("PLY-REC-004", name=name, reason=reason)


class Consents:
    """Makes and checks requests and consents with the station's keys."""

    def __init__(self, queries: Queries, keys: StationKeys, settings: Settings) -> None:
        self._queries = queries
        self._keys = keys
        self._settings = settings
        self._name = settings.station.name

    def request(self, form: Form[R], request: R) -> bytes:
        """Return our signed request."""
        return make_statement(form.kind, form.encode(request), self._keys)

    def consent(self, request: bytes) -> bytes:
        """Return our signed consent to a request that `requested` has checked."""
        payload = encode_export_consent(ExportConsent(self._name, request))
        return make_statement(StatementKind.EXPORT_CONSENT, payload, self._keys)

    def consented(self, form: Form[R], data: bytes) -> R:
        """Return the request of ours that a counterpart has consented to.

        Raises:
            LocalFault: PLY-REC-004.

        """
        for name, link in self._queries.facts.links.items():
            if link.card is None:
                continue
            try:
                payload = check_statement(
                    data, StatementKind.EXPORT_CONSENT, link.card.keys
                )
                consent = decode_export_consent(payload)
                request = form.decode(
                    check_statement(consent.request, form.kind, self._keys.public)
                )
            except CounterpartFault:
                continue
            said = (consent.station, request.counterpart, request.requester)
            if said == (name, name, self._name) and request.mode is self._settings.mode:
                return request
        raise refused(
            "the counterpart", "no counterpart signed it, or the request is not ours"
        )

    def requested(self, form: Form[R], data: bytes) -> tuple[R, LinkKnowledge]:
        """Return a request of a counterpart's that needs our consent, and whose.

        Raises:
            LocalFault: PLY-REC-007; -002 and PLY-LNK-003 as `needs_consent`.

        """
        for name, link in self._queries.facts.links.items():
            if link.card is None:
                continue
            try:
                request = form.decode(check_statement(data, form.kind, link.card.keys))
            except CounterpartFault:
                continue
            if (request.requester, request.counterpart) == (name, self._name):
                return request, self._asking(link)
        reason = "it is not whole, or no counterpart of ours has signed it for us"
        raise LocalFault("PLY-REC-007", reason=reason)

    def _asking(self, link: LinkKnowledge) -> LinkKnowledge:
        if not needs_consent(link):
            reason = "the link agreement asks for no consent"
            raise LocalFault("PLY-REC-007", reason=reason)
        return link
