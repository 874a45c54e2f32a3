# SPDX-License-Identifier: Apache-2.0
"""The payload of an agreement statement: the same bytes are signed by both sides."""

from __future__ import annotations

from parley.model.agreement import LinkAgreement, PrecedenceTarget, ReleaseRule
from parley.model.precedence import Mode, Precedence
from parley.wire.cbor import dumps, loads
from parley.wire.limits import (
    NUMBER_MAX,
    RULES_MAX,
    SECONDS_MAX,
    STATION_BYTES_MAX,
    TARGETS_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import station_problem

_EVIDENCE = ("provable", "joint", "deniable")


def encode_agreement(agreement: LinkAgreement) -> bytes:
    """Return the payload of an agreement statement."""
    return dumps(
        [
            VERSION,
            agreement.version,
            list(agreement.stations),
            list(agreement.card_digests),
            agreement.mode,
            [[each.mode, each.precedence, each.releases] for each in agreement.rules],
            [
                [each.precedence, each.receipt_s, each.acknowledge_s]
                for each in agreement.targets
            ],
            agreement.test_interval_s,
            agreement.test_tolerance_s,
            agreement.epoch_age_s_max,
            agreement.software_keys_count,
            agreement.evidence,
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
        stations=_stations(fields),
        card_digests=_digests(fields),
        mode=fields.one_of(Mode),
        rules=_rules(fields),
        targets=_targets(fields),
        test_interval_s=fields.uint(SECONDS_MAX),
        test_tolerance_s=fields.uint(SECONDS_MAX),
        epoch_age_s_max=fields.uint(SECONDS_MAX),
        software_keys_count=fields.boolean(),
        evidence=fields.text(16),
    )
    fields.end()
    if agreement.evidence not in _EVIDENCE:
        raise fields.wrong("evidence is none of provable, joint, deniable")
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


def _rules(fields: Fields) -> tuple[ReleaseRule, ...]:
    rules = []
    for item in fields.array(RULES_MAX):
        each = Fields(item, "release rule")
        rules.append(
            ReleaseRule(each.one_of(Mode), each.one_of(Precedence), each.uint(2, 1))
        )
        each.end()
    # SPEC 1.27: "a mode and precedence MUST NOT have two rules."
    if len({(rule.mode, rule.precedence) for rule in rules}) != len(rules):
        raise fields.wrong("two release rules for one case")
    return tuple(rules)


def _targets(fields: Fields) -> tuple[PrecedenceTarget, ...]:
    targets = []
    for item in fields.array(TARGETS_MAX):
        each = Fields(item, "precedence target")
        targets.append(
            PrecedenceTarget(
                each.one_of(Precedence), each.uint(SECONDS_MAX), each.uint(SECONDS_MAX)
            )
        )
        each.end()
    if len({target.precedence for target in targets}) != len(targets):
        raise fields.wrong("two targets for one precedence")
    return tuple(targets)
