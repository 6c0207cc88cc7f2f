"""Every error this package raises on purpose.

PolicySearchError
    IngestError              a file could not become a Document
        UnsupportedFormat    no reader for this kind of file
        UnreadableFile       damaged, encrypted or without text
        EmptyFile            nothing in it that could be searched
    UsageError               a value the user gave cannot be used; the message says how to mend it
        UnknownValue         no entity, document or passage of that name
    StoreError               not our database, locked, or of a newer version
        StoreNotFound        nothing has been ingested there yet
    EngineError
        IndexNotFound        no index in that place
        IndexOutOfDate       built with another schema or analyzer version
        IndexLocked          another process is writing
        EngineUnavailable    the server did not answer
    WorkerFailed             a worker process could not be started
    MissingExtra             an optional package or model is not installed

``str(error)`` is one line fit to show a user, naming the value at fault and the
next step ("run `policysearch rebuild`"). Errors know nothing of exit codes or
HTTP: each front end keeps one table from class to code.
"""


class PolicySearchError(Exception):
    """Base class of every error raised on purpose."""


class IngestError(PolicySearchError):
    """A file could not become a Document."""


class UnsupportedFormat(IngestError):
    """No reader for this kind of file."""


class UnreadableFile(IngestError):
    """The file is damaged, encrypted or cannot be opened."""


class EmptyFile(IngestError):
    """The file holds nothing that could be searched."""


class UsageError(PolicySearchError):
    """A value the user gave cannot be used."""


class UnknownValue(UsageError):
    """Nothing in the store has the id or name that was asked for."""


class StoreError(PolicySearchError):
    """The store is not our database, is locked, or is of a newer version."""


class StoreNotFound(StoreError):
    """Nothing has been ingested in that place yet."""


class EngineError(PolicySearchError):
    """The index cannot be used."""


class IndexNotFound(EngineError):
    """There is no index in that place."""


class IndexOutOfDate(EngineError):
    """The index was built with another schema or analyzer version."""


class IndexLocked(EngineError):
    """Another process is writing to the index."""


class EngineUnavailable(EngineError):
    """The engine's server did not answer."""


class WorkerFailed(PolicySearchError):
    """A worker process could not be started."""


class MissingExtra(PolicySearchError):
    """An optional package or model is not installed."""
