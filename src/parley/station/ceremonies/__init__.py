# SPDX-License-Identifier: Apache-2.0
"""Ceremonies: what people do about keys and counterparts, step by step, by name."""
