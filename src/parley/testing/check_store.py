# SPDX-License-Identifier: Apache-2.0
"""What every store must do, as checks that a new store's test runs one by one.

A store's author gives a `StoreBench`; the whole test of a new store is:

    @pytest.mark.parametrize("check", STORE_CHECKS, ids=lambda check: check.__name__)
    def test_my_store_keeps_the_promises(check, tmp_path):
        check(MyBench(tmp_path))

What a kit cannot know - how the disk fails, what a killed process leaves - is tested
beside it, store by store.
"""

from __future__ import annotations

from collections.abc import Callable

from parley.testing.check_store_changes import CHANGE_CHECKS
from parley.testing.check_store_questions import QUESTION_CHECKS
from parley.testing.store_bench import StoreBench

STORE_CHECKS = (*CHANGE_CHECKS, *QUESTION_CHECKS)


def check_store(make: Callable[[], StoreBench]) -> None:
    """Run every check, each with a bench of its own."""
    for check in STORE_CHECKS:
        check(make())
