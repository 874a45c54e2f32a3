# SPDX-License-Identifier: Apache-2.0
"""A half that never leaves a token: a key behind PKCS#11."""
