# SPDX-License-Identifier: Apache-2.0
"""The store of a station: one SQLite file, values sealed at rest."""
