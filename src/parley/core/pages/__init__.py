# SPDX-License-Identifier: Apache-2.0
"""Pages of pre-shared key: handed over, refused, and going by them alone."""
