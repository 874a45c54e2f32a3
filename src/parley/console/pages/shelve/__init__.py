# SPDX-License-Identifier: Apache-2.0
"""An alarm is shelved: by name, with a reason, for a time."""
