# SPDX-License-Identifier: Apache-2.0
"""What a drafter is told before a text is a draft, and texts that are not finished."""
