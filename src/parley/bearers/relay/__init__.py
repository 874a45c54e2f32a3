# SPDX-License-Identifier: Apache-2.0
"""Frames by way of a store-and-forward mailbox that a neutral third party runs."""

from parley.bearers.relay.bearer import RelayBearer
from parley.bearers.relay.config import RelaySettings

__all__ = ["RelayBearer", "RelaySettings"]
