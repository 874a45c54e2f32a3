# SPDX-License-Identifier: Apache-2.0
"""Rules of texts: who may certify a translation, and what a text of ours may hold."""
