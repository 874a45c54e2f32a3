# SPDX-License-Identifier: Apache-2.0
"""The editions on the disk, and what a coded message says in their words."""
