# SPDX-License-Identifier: Apache-2.0
"""How the documentation is built: Sphinx with MyST, warnings are errors."""

from parley import __version__

project = "Parley"
project_copyright = "the Parley project"
release = version = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "Parley"
html_copy_source = False
# Nothing may be loaded from outside: a station may stand where there is no internet.
html_theme_options = {"footer_icons": []}
