# SPDX-License-Identifier: Apache-2.0
"""The terms inside an agreement: release rules, agreed times, what is allowed."""

from __future__ import annotations

from itertools import pairwise

from parley.model.agreement import PrecedenceTarget, ReleaseRule, Terms
from parley.model.identity import OfficerClass
from parley.model.precedence import Mode, Precedence
from parley.wire.cbor import Value
from parley.wire.limits import (
    ESCALATION_MAX,
    FORMAT_MAX,
    FORMATS_MAX,
    NAME_BYTES_MAX,
    RULES_MAX,
    SECONDS_MAX,
    TABLES_MAX,
    TARGETS_MAX,
)
from parley.wire.shape import Fields
from parley.wire.text import name_problem

EVIDENCE = ("provable", "joint", "deniable")
RELEASING = (OfficerClass.WATCH, OfficerClass.RELEASER, OfficerClass.PRINCIPAL)


def terms_fields(terms: Terms) -> Value:
    """Return terms as they stand in an agreement."""
    return [
        [_rule_fields(rule) for rule in terms.rules],
        [_target_fields(target) for target in terms.targets],
        terms.test_interval_s,
        terms.test_tolerance_s,
        terms.epoch_age_s_max,
        terms.software_keys_count,
        terms.evidence,
        list(terms.read_back),
        terms.suspend,
        terms.minimize,
        terms.code_book,
        terms.pages,
        terms.tables,
    ]


def read_terms(value: Value) -> Terms:
    """Return the terms in an array.

    Raises:
        CounterpartFault: PLY-WIR-003.

    """
    fields = Fields(value, "terms")
    terms = Terms(
        rules=_rules(fields),
        targets=_targets(fields),
        test_interval_s=fields.uint(SECONDS_MAX),
        test_tolerance_s=fields.uint(SECONDS_MAX),
        epoch_age_s_max=fields.uint(SECONDS_MAX),
        software_keys_count=fields.boolean(),
        evidence=fields.text(16),
        read_back=_formats(fields),
        suspend=fields.boolean(),
        minimize=fields.boolean(),
        code_book=fields.null_or(lambda each: each.digest()),
        pages=fields.boolean(),
        tables=fields.uint(TABLES_MAX, 1),
    )
    fields.end()
    if terms.evidence not in EVIDENCE:
        raise fields.wrong("evidence is none of provable, joint, deniable")
    return terms


def _rule_fields(rule: ReleaseRule) -> Value:
    return [
        rule.mode,
        rule.precedence,
        rule.releases,
        rule.by,
        rule.alone,
        rule.override,
        rule.format,
        rule.position,
    ]


def _target_fields(target: PrecedenceTarget) -> Value:
    return [
        target.precedence,
        target.receipt_s,
        target.acknowledge_s,
        target.translate_s,
        target.deliver_s,
        list(target.escalate_s),
    ]


def _rules(fields: Fields) -> tuple[ReleaseRule, ...]:
    rules = tuple(_rule(item) for item in fields.array(RULES_MAX))
    # SPEC 1.27: "a mode, precedence, format and position MUST NOT have two rules."
    cases = {(each.mode, each.precedence, each.format, each.position) for each in rules}
    if len(cases) != len(rules):
        raise fields.wrong("two release rules for one case")
    return rules


def _rule(item: Value) -> ReleaseRule:
    each = Fields(item, "release rule")
    rule = ReleaseRule(
        mode=each.one_of(Mode),
        precedence=each.one_of(Precedence),
        releases=each.uint(2, 1),
        by=each.one_of(OfficerClass),
        alone=each.boolean(),
        override=each.boolean(),
        format=each.null_or(lambda field: field.uint(FORMAT_MAX, 1)),
        position=each.null_or(
            lambda field: field.checked(NAME_BYTES_MAX, name_problem)
        ),
    )
    each.end()
    if rule.by not in RELEASING:
        raise each.wrong(f"the class {rule.by.name} releases nothing")
    if rule.override and rule.releases == 1:
        raise each.wrong("where one person releases, nothing is overridden")
    return rule


def _targets(fields: Fields) -> tuple[PrecedenceTarget, ...]:
    targets = tuple(_target(item) for item in fields.array(TARGETS_MAX))
    if len({target.precedence for target in targets}) != len(targets):
        raise fields.wrong("two targets for one precedence")
    return targets


def _target(item: Value) -> PrecedenceTarget:
    each = Fields(item, "precedence target")
    target = PrecedenceTarget(
        precedence=each.one_of(Precedence),
        receipt_s=each.uint(SECONDS_MAX),
        acknowledge_s=each.uint(SECONDS_MAX),
        translate_s=each.null_or(lambda field: field.uint(SECONDS_MAX)),
        deliver_s=each.null_or(lambda field: field.uint(SECONDS_MAX)),
        escalate_s=_ascending(each, ESCALATION_MAX, SECONDS_MAX, 0),
    )
    each.end()
    return target


def _formats(fields: Fields) -> tuple[int, ...]:
    return _ascending(fields, FORMATS_MAX, FORMAT_MAX, 1)


def _ascending(
    fields: Fields, count_max: int, maximum: int, minimum: int
) -> tuple[int, ...]:
    items = fields.array(count_max)
    each = Fields(items, "list of numbers")
    numbers = tuple(each.uint(maximum, minimum) for _ in items)
    if any(before >= after for before, after in pairwise(numbers)):
        raise fields.wrong("its numbers are not in ascending order")
    return numbers
