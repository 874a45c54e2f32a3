# SPDX-License-Identifier: Apache-2.0
"""The judge of approvals of models, and the bytes of what is kept of a model."""

from __future__ import annotations

from typing import Any

from parley.core.authority.persons import same_person
from parley.core.releasing import RELEASE_LABEL, find_officer
from parley.crypto.digest import tagged
from parley.crypto.officer import verify_release
from parley.errors import CounterpartFault
from parley.model.engine import Approval, Model, ModelFile
from parley.model.identity import KeyScheme, OfficerClass, Roster
from parley.model.message import Release
from parley.model.precedence import Mode
from parley.wire.cbor import Value, dumps, loads
from parley.wire.model import approval_manifest, model_fields

SHELF = "model"
APPROVALS = 2
APPROVING = (OfficerClass.CUSTODIAN, OfficerClass.LINGUIST)


def approval_digest(station: str, mode: Mode, model: Model, created_ms: int) -> bytes:
    """Return the 32 bytes that an officer signs to approve a model."""
    manifest = approval_manifest(station, mode, model, created_ms)
    return tagged(RELEASE_LABEL, manifest)


def judge_approval(
    roster: Roster, station: str, mode: Mode, model: Model, approval: Approval
) -> None:
    """Accept one approval, or say why it does not count.

    Raises:
        CounterpartFault: PLY-SIG-002 signature, -003 officer; of a hardware key also
            what `verify_release` says.

    """
    # SPEC 11.21: "Each approval is by an officer of the party's own roster, valid and
    # of class custodian or linguist when it was filed."
    for needed in APPROVING:
        officer = find_officer(
            roster, approval.release.officer, needed, approval.filed_ms
        )
        if officer is not None:
            break
    else:
        raise CounterpartFault("PLY-SIG-003")
    digest = approval_digest(station, mode, model, approval.created_ms)
    verify_release(officer, digest, approval.release)


def approvers(
    roster: Roster,
    station: str,
    mode: Mode,
    model: Model,
    approvals: tuple[Approval, ...],
) -> tuple[int, ...]:
    """Return the officers whose approval counts, each person once."""
    found: list[int] = []
    for approval in approvals:
        try:
            judge_approval(roster, station, mode, model, approval)
        except CounterpartFault:
            continue
        index = approval.release.officer
        if not any(same_person(roster, index, other) for other in found):
            found.append(index)
    return tuple(found)


def encode_model(model: Model, approvals: tuple[Approval, ...]) -> bytes:
    """Return the bytes of a model and its approvals."""
    signed: list[Value] = [
        [
            each.created_ms,
            each.filed_ms,
            each.release.officer,
            int(each.release.scheme),
            each.release.signature,
            each.release.detail,
        ]
        for each in approvals
    ]
    return dumps([model_fields(model), signed])


def decode_model(data: bytes) -> tuple[Model, tuple[Approval, ...]]:
    """Return what this station wrote."""
    value: Any = loads(data)
    fields, signed = value
    *words, files = fields
    model = Model(*[*words, tuple(ModelFile(*each) for each in files)])
    approvals = tuple(
        Approval(created_ms, filed_ms, Release(officer, KeyScheme(scheme), *made))
        for created_ms, filed_ms, officer, scheme, *made in signed
    )
    return model, approvals
