# SPDX-License-Identifier: Apache-2.0
"""The log: tree, leaves, checkpoints, proofs, evidence; bytes in, bytes out."""
