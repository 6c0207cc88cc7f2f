"""From mentions to the organizations and laws that they refer to."""

from .resolve import resolve

__all__ = ["resolve"]
