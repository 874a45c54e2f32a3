# SPDX-License-Identifier: Apache-2.0
"""A draft there and back by machine, before anybody releases it."""
