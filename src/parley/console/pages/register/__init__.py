# SPDX-License-Identifier: Apache-2.0
"""An officer registers his own hardware key, with a code from a custodian."""
