# SPDX-License-Identifier: Apache-2.0
"""The log: Merkle tree, leaves, checkpoints, proofs and evidence; bytes in, bytes out."""
