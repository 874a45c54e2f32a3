# SPDX-License-Identifier: Apache-2.0
"""The asyncio shell: the only place where an effect of the core meets a port."""

import os

# Before anything of ours loads pydantic: what else is installed has no part in checking
# settings and requests, and is not searched for one (ADR 10).
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
