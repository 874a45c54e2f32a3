# SPDX-License-Identifier: Apache-2.0
"""Frames as sound: calls, radio, whatever carries a voice."""

from parley.bearers.voice.bearer import VoiceBearer
from parley.bearers.voice.config import VoiceSettings

__all__ = ["VoiceBearer", "VoiceSettings"]
