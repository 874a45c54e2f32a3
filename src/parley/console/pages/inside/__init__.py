# SPDX-License-Identifier: Apache-2.0
"""Inside the party: what comes up at its time, and who has not got a message yet."""
