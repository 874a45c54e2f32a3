# SPDX-License-Identifier: Apache-2.0
"""Frames by way of a NATS JetStream cluster that a neutral party runs."""
