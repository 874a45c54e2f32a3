# SPDX-License-Identifier: Apache-2.0
"""Writing in the code book: from what an officer chose to a draft."""
