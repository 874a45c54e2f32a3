# SPDX-License-Identifier: Apache-2.0
"""`python -m parley` is the command `parley`."""

from parley.cli.main import main

if __name__ == "__main__":
    main()
