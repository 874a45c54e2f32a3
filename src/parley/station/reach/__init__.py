# SPDX-License-Identifier: Apache-2.0
"""The station's side of its circuits: how bearers are made, bounded and told of."""
