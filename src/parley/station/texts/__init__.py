# SPDX-License-Identifier: Apache-2.0
"""Translations attached to messages: kept, compared, certified, shown with a grade."""
