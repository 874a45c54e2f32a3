# SPDX-License-Identifier: Apache-2.0
"""What a station saw of its circuits and alarms over time, for people who look back."""
