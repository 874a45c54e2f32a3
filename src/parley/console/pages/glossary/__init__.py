# SPDX-License-Identifier: Apache-2.0
"""The glossary: how both sides read a term, and what waits for a linguist."""
