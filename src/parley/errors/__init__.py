# SPDX-License-Identifier: Apache-2.0
"""Faults and their texts: code, what happened, what is kept, what next, what to do."""

from parley.errors import (
    api,
    authority,
    bearers,
    book,
    ceremony,
    cli,
    config,
    console,
    exchange,
    hardware,
    keys,
    link,
    log,
    readouts,
    record,
    release,
    store,
    texts,
    watch,
    wire,
)
from parley.errors.fault import (
    CATALOGUE,
    CounterpartFault,
    Explanation,
    Fault,
    LocalFault,
    register,
)

for _area in (
    api,
    authority,
    bearers,
    book,
    ceremony,
    cli,
    config,
    console,
    exchange,
    hardware,
    keys,
    link,
    log,
    readouts,
    record,
    release,
    store,
    texts,
    watch,
    wire,
):
    register(_area.TEXTS)

__all__ = ["CATALOGUE", "CounterpartFault", "Explanation", "Fault", "LocalFault"]
