# SPDX-License-Identifier: Apache-2.0
"""What holds for every test."""

from hypothesis import HealthCheck, settings

# A busy machine must not turn into a failed test, nor leave files in the tree.
_COMMON = settings(
    database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("parley", _COMMON)
settings.register_profile("fuzz", _COMMON, max_examples=20_000)
settings.load_profile("parley")
