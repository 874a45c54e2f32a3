# SPDX-License-Identifier: Apache-2.0
"""How the station itself is: its disk, its copies, its checks, its versions."""
