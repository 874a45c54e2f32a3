# SPDX-License-Identifier: Apache-2.0
"""The code book: formats as data, how a coded message is read, written and rendered."""
