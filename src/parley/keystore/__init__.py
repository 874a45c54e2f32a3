# SPDX-License-Identifier: Apache-2.0
"""Places to keep secrets at rest: one folder a keystore."""
