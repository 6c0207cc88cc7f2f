"""The embedded default engine; see ``whoosh.engine``.

Importing it loads Whoosh and numpy, which is why nobody outside imports it at the top.
"""

from .engine import WhooshEngine, open_whoosh

__all__ = ["WhooshEngine", "open_whoosh"]
