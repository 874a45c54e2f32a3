# SPDX-License-Identifier: Apache-2.0
"""What stands beside a message's text: translations, what was asked and answered."""
