# SPDX-License-Identifier: Apache-2.0
"""Rules for coded messages: which edition counts, and what may be said in it."""
