# SPDX-License-Identifier: Apache-2.0
"""The watch's part of the station's door: acts of officers and what came of them."""
