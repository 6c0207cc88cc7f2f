"""The writing order: folder → documents → passages → index → mentions → index."""

from .ingestion import IngestReport, Options, Progress, ingest, plan_ingestion
from .plan import Plan

__all__ = ["IngestReport", "Options", "Plan", "Progress", "ingest", "plan_ingestion"]
