# SPDX-License-Identifier: Apache-2.0
"""Terms as a file: what two custodians hand to their stations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.core.authority.agreements import standard_terms
from parley.errors import LocalFault
from parley.model.agreement import PrecedenceTarget, ReleaseRule, Terms
from parley.model.identity import OfficerClass
from parley.model.precedence import Mode, Precedence
from parley.station.authority.terms_file import parse_terms, write_terms

EVERYTHING = Terms(
    rules=(
        ReleaseRule(Mode.LIVE, Precedence.ROUTINE, 2, override=True),
        ReleaseRule(
            Mode.EXERCISE,
            Precedence.FLASH,
            1,
            by=OfficerClass.WATCH,
            alone=True,
            format=12,
            position='The "night" desk \\ Ночь',
        ),
    ),
    targets=(PrecedenceTarget(Precedence.FLASH, 10, 120, 600, 900, (60, 120)),),
    test_interval_s=60,
    test_tolerance_s=5,
    epoch_age_s_max=3_600,
    software_keys_count=False,
    evidence="joint",
    read_back=(12, 40),
    suspend=False,
    minimize=False,
    pages=True,
    code_book=bytes(range(32)),
)
GOOD = write_terms(EVERYTHING)


def refused(text: str) -> str:
    """Return why a file is refused."""
    with pytest.raises(LocalFault) as fault:
        parse_terms(text)
    assert fault.value.code == "PLY-AUT-013"
    return fault.value.what


@pytest.mark.parametrize("terms", [EVERYTHING, *map(standard_terms, Mode)])
def test_a_file_reads_as_it_was_written(terms):
    """A custodian who edits nothing must change nothing."""
    assert parse_terms(write_terms(terms)) == terms


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("software_keys_count = false", "", "software_keys_count"),
        ("software_keys_count = false", 'software_keys_count = "no"', "boolean"),
        ("releases = 2", "releases = 3", "between 1 and 2"),
        ("releases = 2", "release = 2", "rules.1.release"),
        ('by = "watch"', 'by = "auditor"', "rules.2.by"),
        ('evidence = "joint"', 'evidence = "none"', "evidence"),
        ("escalate_s = [60, 120]", "escalate_s = [120, 60]", "ascending"),
        ("test_interval_s = 60", "test_interval_s = 60\nextra = 1", "extra"),
        ('mode = "EXERCISE"', 'mode = "exercise"', "rules.2.mode"),
        ("code_book = ", "code_book = 'xyz' #", "hex"),
        ("code_book = ", "code_book = 'abcd' #", "32"),
        ("[[targets]]", "[[targets", ""),
    ],
)
def test_a_file_that_says_something_else_is_refused(old, new, words):
    """What was misread here would be signed."""
    assert old in GOOD
    assert words in refused(GOOD.replace(old, new, 1))


def test_a_file_without_end_is_refused():
    """Whoever hands it in need not be a friend."""
    assert "longer" in refused("#" + "x" * 70_000)
    assert refused("a = " + "[" * 2_000)


@given(st.text(max_size=200))
def test_noise_is_a_fault_and_nothing_else(text):
    """No other exception leaves the reader."""
    refused(text)
