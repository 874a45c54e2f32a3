# SPDX-License-Identifier: Apache-2.0
"""Machine translation as an aid: models installed by people, run in a child process."""
