# SPDX-License-Identifier: Apache-2.0
"""The HTTP API: what the console can do, for programs that an officer answers for."""
