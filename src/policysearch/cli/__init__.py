"""The command line: thin commands over the library.

Results go to stdout; progress, notices and errors to stderr. Exit codes: 0 done, 1 done but some
inputs failed, 2 wrong usage or an error that the user can mend (one line says how), 130 interrupted.
"""

from .main import main

__all__ = ["main"]
