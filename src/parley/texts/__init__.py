# SPDX-License-Identifier: Apache-2.0
"""What a text is made of: its characters, and what a translation must not change.

Nothing here understands a sentence.  It finds damage: a number that changed, a letter
that only looks like another.  A text without findings is not thereby a right one.
"""
