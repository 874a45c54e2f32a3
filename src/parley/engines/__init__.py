# SPDX-License-Identifier: Apache-2.0
"""Machine translation: one child process a text, that knows no key and no network.

The station starts `python -m parley.engines`, writes one request and reads lines.
Nothing of this package is imported by the station but the shape of what is said
(`speech`) and what a model is made of (`layouts`).
"""
