# SPDX-License-Identifier: Apache-2.0
"""The rules of a watch floor: what officers do about the line."""
