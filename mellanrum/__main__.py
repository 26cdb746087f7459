"""`python -m mellanrum`: the command line where no script was put on the path."""

import sys

from mellanrum.cli import main

if __name__ == "__main__":
    sys.exit(main())
