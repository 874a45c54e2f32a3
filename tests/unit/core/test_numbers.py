# SPDX-License-Identifier: Apache-2.0
"""A set of numbers in spans, held against a plain set."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.core import numbers
from parley.core.numbers import NumberSet

FEW = st.lists(st.integers(0, 60), max_size=60)


def made(values):
    """Return a set with these numbers."""
    known = NumberSet()
    for value in values:
        known.add(value)
    return known


@given(FEW)
def test_it_holds_what_was_added_and_nothing_else(values):
    """A number taken for seen would hide a message; one forgotten shows it twice."""
    known = made(values)
    assert [number for number in range(-1, 62) if number in known] == sorted(
        set(values)
    )


@given(FEW)
def test_spans_are_sorted_apart_and_as_few_as_can_be(values):
    """Touching spans are one span, or memory would grow with traffic."""
    spans = made(values).spans()
    for (_, last), (first, _) in pairwise(spans):
        assert first > last + 1
    assert all(first <= last for first, last in spans)


@given(FEW, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(values, chance):
    """Circuits reorder."""
    turned = list(values)
    chance.shuffle(turned)
    assert made(turned).spans() == made(values).spans()


@given(FEW)
def test_it_reads_back(values):
    """A restart forgets no number."""
    known = made(values)
    assert NumberSet.of(known.spans()) == known


@pytest.mark.parametrize("limit", [1, 3])
@given(values=FEW)
def test_scattered_numbers_are_bounded_and_never_forgotten(limit, values):
    """A counterpart that scatters its numbers only hides its own later messages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "NUMBER_SPANS_MAX", limit)
        known = made(values)
        assert len(known.spans()) <= limit
        assert all(value in known for value in values)
        newest = max(values, default=0)
        assert newest + 1 not in known
