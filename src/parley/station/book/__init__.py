# SPDX-License-Identifier: Apache-2.0
"""The station's side of the code book: its files, its views, its acts."""
