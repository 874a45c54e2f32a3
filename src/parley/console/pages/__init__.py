# SPDX-License-Identifier: Apache-2.0
"""One folder a page: routes, its picture, its template."""
