# SPDX-License-Identifier: Apache-2.0
"""The asyncio shell: the only place where an effect of the core meets a port."""
