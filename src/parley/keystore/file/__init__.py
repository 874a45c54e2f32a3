# SPDX-License-Identifier: Apache-2.0
"""Secrets in one file, sealed under a passphrase with Argon2id."""
