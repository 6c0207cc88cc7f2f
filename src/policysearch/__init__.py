"""Turn a folder of policy reports into citable passages, a faceted index and entity lists."""

__version__ = "0.1.0"
