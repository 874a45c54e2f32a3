# SPDX-License-Identifier: Apache-2.0
"""Vectors of what two parties hand to each other before they can speak."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from parley.crypto.digest import sha256
from parley.crypto.fingerprint import fingerprint
from parley.crypto.keys import verify
from parley.crypto.root import verify_root
from parley.fixed import replace
from parley.model.identity import Delegation, PublicKeys, Roster
from parley.wire.agreement import decode_agreement, encode_agreement
from parley.wire.card import decode_card, encode_card
from parley.wire.cardfile import decode_cardfile, encode_cardfile
from parley.wire.cbor import Value, dumps, loads
from parley.wire.delegation import (
    DelegationRequest,
    decode_delegation,
    decode_request,
    encode_delegation,
    encode_request,
)
from parley.wire.prekeys import decode_prekeys, encode_prekeys
from parley.wire.roster import decode_roster, encode_roster
from parley.wire.statement import (
    Algorithm,
    StatementKind,
    decode_statement,
    encode_statement,
    to_be_signed,
)
from spec.vectors.cases import accepted, refused
from spec.vectors.made import Made
from spec.vectors.samples import (
    ALFA,
    BRAVO,
    agreement,
    card,
    delegation,
    root_pair,
    roster,
    seed,
    station_keys,
)


def verified(data: bytes, kind: StatementKind, public: PublicKeys) -> bytes:
    """Return the payload of a statement whose two signatures both verify."""
    statement = decode_statement(data, kind)
    verify(
        public,
        to_be_signed(kind, statement.payload, Algorithm.ED25519),
        to_be_signed(kind, statement.payload, Algorithm.ML_DSA_44),
        statement.ed25519,
        statement.mldsa,
    )
    return statement.payload


def root_verified(data: bytes) -> Delegation:
    """Return a delegation that both keys of the root it names have signed."""
    statement = decode_statement(data, StatementKind.DELEGATION)
    said = decode_delegation(statement.payload)
    verify_root(
        said.root,
        to_be_signed(statement.kind, statement.payload, Algorithm.ED25519),
        to_be_signed(statement.kind, statement.payload, Algorithm.ML_DSA_87),
        statement.ed25519,
        statement.mldsa,
    )
    return said


def signed_delegation(made: Made, station: str, party: str) -> bytes:
    """Return the delegation of a station, signed by its root."""
    payload = encode_delegation(delegation(station, party))
    name = f"delegation of {party.lower()}"
    return encode_statement(made.delegation(name, root_pair(station), payload))


def changed(data: bytes, path: tuple[int, ...], value: Value) -> bytes:
    """Return an encoded array with one field replaced."""
    root = loads(data, items_max=10**6)
    inner: Value = root
    for index in path[:-1]:
        assert isinstance(inner, list)
        inner = inner[index]
    assert isinstance(inner, list)
    inner[path[-1]] = value
    return dumps(root)


def part(data: bytes, *path: int) -> Any:  # noqa: ANN401 - whatever stands there
    """Return one field of an encoded array."""
    value: Any = loads(data)
    for index in path:
        value = value[index]
    return value


def statements(made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of statements."""
    keys = station_keys(ALFA)
    kind, payload = StatementKind.PREKEYS, dumps([1, ALFA, []])
    good = made.statement("prekeys statement", keys, kind, payload)
    data = encode_statement(good)
    facts = {
        "kind": str(kind),
        "ed25519_public": keys.public.ed25519,
        "mldsa44_public": keys.public.mldsa44,
    }
    yield accepted(
        "both signatures good",
        data=data,
        **facts,
        ed25519_signs=to_be_signed(kind, payload, Algorithm.ED25519),
        mldsa44_signs=to_be_signed(kind, payload, Algorithm.ML_DSA_44),
        payload=payload,
    )
    signers = part(data, 3)
    other_ed = station_keys(BRAVO).sign_ed25519(b"")
    bad = {
        "another Ed25519 signature": changed(data, (3, 0, 2), other_ed),
        "another ML-DSA-44 signature": changed(data, (3, 1, 2), bytes(2420)),
        "one signer": changed(data, (3,), signers[:1]),
        "the classical signer twice": changed(data, (3, 1), signers[0]),
        "signers in the other order": changed(data, (3,), signers[::-1]),
        "a third signer": changed(data, (3,), [*signers, signers[0]]),
        "an unprotected header": changed(data, (1,), {1: -19}),
        "another payload": changed(data, (2,), dumps([1, BRAVO, []])),
        "signed as another kind": changed(
            data, (0,), dumps({3: "application/parley-roster+cbor"})
        ),
        "a COSE tag": b"\xd8\x62" + data,
    }
    for name, each in bad.items():
        yield refused(
            name,
            partial(verified, each, kind, keys.public),
            data=each,
            **facts,
        )


def cards(made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of cards, prekeys and card files."""
    good = card(delegation(ALFA, "Alfa"), signed_delegation(made, ALFA, "Alfa"))
    data = encode_card(good)
    yield accepted("a card", format="card", data=data, value=good)
    bad = {
        "a card of version 2": ((0,), 2),
        "no delegation": ((2,), b""),
        "a roster in the place of the delegation": ((2,), _roster_statement(made)),
        "an address with a space": ((4,), [["tcp", "203.0.113.7 :1", b""]]),
        "no tables of Unicode": ((5,), 0),
        "tables of Unicode beyond all numbers": ((5,), 256),
    }
    for name, (path, value) in bad.items():
        each = changed(data, path, value)
        yield refused(
            name,
            partial(decode_card, each),
            format="card",
            data=each,
        )
    newer = replace(good, tables=2)
    yield accepted(
        "a card of newer tables", format="card", data=encode_card(newer), value=newer
    )
    stock = encode_prekeys(ALFA, good.prekeys)
    yield accepted("prekeys", format="prekeys", data=stock, value=(ALFA, good.prekeys))
    twice = encode_prekeys(ALFA, (good.prekeys[0], good.prekeys[0]))
    yield refused(
        "a prekey twice", partial(decode_prekeys, twice), format="prekeys", data=twice
    )
    signed = made.statement(
        "card of alfa", station_keys(ALFA), StatementKind.CARD, data
    )
    parts = (encode_statement(signed), _roster_statement(made))
    file = encode_cardfile(*parts)
    yield accepted("a card file", format="card file", data=file, value=parts)
    yield refused(
        "no card file",
        partial(decode_cardfile, data),
        format="card file",
        data=data,
    )


def _roster_statement(made: Made) -> bytes:
    payload = encode_roster(roster(ALFA))
    keys, kind = station_keys(ALFA), StatementKind.ROSTER
    return encode_statement(made.statement("roster of alfa", keys, kind, payload))


def delegations(made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of delegations and of requests for one."""
    good = delegation(ALFA, "Alfa")
    data = signed_delegation(made, ALFA, "Alfa")
    payload = encode_delegation(good)
    yield accepted(
        "a delegation",
        format="delegation",
        data=data,
        ed25519_signs=to_be_signed(
            StatementKind.DELEGATION, payload, Algorithm.ED25519
        ),
        mldsa87_signs=to_be_signed(
            StatementKind.DELEGATION, payload, Algorithm.ML_DSA_87
        ),
        value=good,
    )
    bad = {
        "another Ed25519 signature": changed(data, (3, 0, 2), bytes(64)),
        "another ML-DSA-87 signature": changed(data, (3, 1, 2), bytes(4627)),
        "signed by ML-DSA-44": changed(
            data, (3, 1), part(_roster_statement(made), 3, 1)
        ),
        "another number": _redelegated(data, (1,), 2),
        "number 0": _redelegated(data, (1,), 0),
        "another root": _redelegated(data, (2,), root_pair(BRAVO).public.ed25519),
        "no mode": _redelegated(data, (6,), 9),
        "a station name in capitals": _redelegated(data, (5,), "NRRC.Alfa.example"),
        "a station name with an empty label": _redelegated(data, (5,), "nrrc..example"),
        "a party whose name hides a mark": _redelegated(data, (4,), "Al\u202efa"),
        "a short key": _redelegated(data, (7,), bytes(31)),
        "a witness key that is the Ed25519 key": _redelegated(
            data, (9,), good.keys.ed25519
        ),
        "a witness key that is the ML-DSA-44 key": _redelegated(
            data, (10,), good.keys.mldsa44
        ),
        "a root key that is a key of the station": _redelegated(
            data, (7,), good.root.ed25519
        ),
        "an end before its beginning": _redelegated(data, (12,), 0),
    }
    for name, each in bad.items():
        yield refused(
            name, partial(root_verified, each), format="delegation", data=each
        )
    yield from _requests()


def _redelegated(data: bytes, path: tuple[int, ...], value: Value) -> bytes:
    return changed(data, (2,), changed(part(data, 2), path, value))


def _requests() -> Iterator[dict[str, object]]:
    said = delegation(ALFA, "Alfa")
    asked = DelegationRequest(
        said.party, said.station, said.mode, said.keys, said.witness
    )
    data = encode_request(asked)
    yield accepted("a request", format="delegation request", data=data, value=asked)
    short = changed(data, (4,), bytes(31))
    yield refused(
        "a request with a short key",
        partial(decode_request, short),
        format="delegation request",
        data=short,
    )


def rosters(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of rosters."""
    good = roster(ALFA)
    data = encode_roster(good)
    yield accepted("a roster", data=data, value=good)
    first, origin = part(data, 5, 0), part(data, 4, 0)
    bad = {
        "an officer twice": ((5, 1), first),
        "officers out of order": ((5, 0, 0), 3),
        "a position nobody has": ((5, 0, 2), 2),
        "a position twice": ((3, 1), "Duty officer"),
        "no position": ((3,), []),
        "an origin twice": ((4,), [origin, origin]),
        "an origin that no key has": ((4,), [b"https://a.example", origin]),
        "a key of no origin": ((4,), []),
        "an unknown class": ((5, 0, 3), 128),
        "an unknown key scheme": ((5, 0, 4, 0, 0), 9),
        "a key of another length": ((5, 0, 4, 0, 1), bytes(33)),
        "a hardware key of another length": ((5, 1, 4, 1, 2), bytes(32)),
        "one key of two officers": ((5, 1, 4, 0), part(data, 5, 0, 4, 0)),
        "nine keys": ((5, 0, 4), [[1, bytes((n,)) * 32] for n in range(9)]),
        "two officers of one name": ((5, 1, 1), "First Officer"),
        "a form of address for nobody": ((6, 0, 1), 2),
        "a form of address twice": ((6, 1), part(data, 6, 0)),
        "a form of address in no language": ((6, 0, 2), "English"),
    }
    for name, (path, value) in bad.items():
        each = changed(data, path, value)
        yield refused(
            name,
            partial(decode_roster, each),
            data=each,
        )
    yield from _rosters_without(good)


def _rosters_without(good: Roster) -> Iterator[dict[str, object]]:
    bare = replace(good.officers[0], credentials=())
    value = replace(good, officers=(bare,), forms=())
    yield accepted("a roster without keys", data=encode_roster(value), value=value)


def agreements(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of link agreements."""
    good = agreement()
    data = encode_agreement(good)
    yield accepted("an agreement", data=data, value=good)
    rule = part(data, 6, 0, 0)
    terms, first = (6,), (6, 0, 0)
    bad = {
        "stations out of order": ((3,), [BRAVO, ALFA]),
        "a station with itself": ((3,), [ALFA, ALFA]),
        "a first version that follows another": ((2,), seed("before")),
        "a second version that follows nothing": ((1,), 2),
        "two rules for one case": ((*terms, 0), [rule, rule]),
        "three releases": ((*first, 2), 3),
        "no release": ((*first, 2), 0),
        "a release by a linguist": ((*first, 3), 4),
        "an override of one person": ((*first, 5), True),
        "format 0": ((*first, 6), 0),
        "a position with a line break": ((*first, 7), "Duty\nofficer"),
        "a target twice": ((*terms, 1, 1, 0), 3),
        "an escalation that goes back": ((*terms, 1, 0, 5), [60, 30]),
        "another kind of evidence": ((*terms, 6), "none"),
        "formats out of order": ((*terms, 7), [40, 12]),
        "a short digest of the code book": ((*terms, 10), b"short"),
        "pages neither taken nor not": ((*terms, 11), 1),
        "no tables of Unicode": ((*terms, 12), 0),
    }
    for name, (path, value) in bad.items():
        each = changed(data, path, value)
        yield refused(
            name,
            partial(decode_agreement, each),
            data=each,
        )
    others: dict[str, dict[str, object]] = {
        "without software keys": {"software_keys_count": False},
        "joint evidence": {"evidence": "joint"},
        "deniable evidence": {"evidence": "deniable"},
        "no rule, no target, no code book": {
            "rules": (),
            "targets": (),
            "read_back": (),
            "code_book": None,
        },
        "a page for every epoch": {"pages": True},
        "a line that nobody suspends": {"suspend": False, "minimize": False},
        "tables of Unicode that are not written yet": {"tables": 255},
    }
    for name, changes in others.items():
        value = replace(good, terms=replace(good.terms, **changes))  # type: ignore[arg-type]
        yield accepted(name, data=encode_agreement(value), value=value)
    second = replace(good, version=2, previous=sha256(data))
    yield accepted("an amendment", data=encode_agreement(second), value=second)


def fingerprints(_made: Made) -> Iterator[dict[str, object]]:
    """Yield fingerprints over two identities, in both orders."""
    pair = seed("identity of alfa"), seed("identity of bravo")
    for name, (one, two) in {"one order": pair, "the other": pair[::-1]}.items():
        yield accepted(name, one=one, other=two, fingerprint=fingerprint(one, two))
