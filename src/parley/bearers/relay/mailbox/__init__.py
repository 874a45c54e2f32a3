# SPDX-License-Identifier: Apache-2.0
"""The relay itself: boxes on a disk, opened over HTTPS by whoever has their key."""
