# SPDX-License-Identifier: Apache-2.0
"""The record as people ask of it: counted, proved, archived, kept and forgotten."""
