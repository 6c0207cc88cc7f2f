"""The engine for large collections; see ``tantivy.engine``.

Importing it loads tantivy and numpy, which is why nobody outside imports it at the top.
"""

from .engine import open_tantivy

__all__ = ["open_tantivy"]
