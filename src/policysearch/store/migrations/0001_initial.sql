-- Documents are the truth: passages and mentions are spans into documents.text.
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    location TEXT NOT NULL,
    media_type TEXT NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL,
    published TEXT,
    language TEXT NOT NULL,
    url TEXT NOT NULL,
    text TEXT NOT NULL,
    page_starts TEXT NOT NULL,   -- JSON list of offsets
    headings TEXT NOT NULL,      -- JSON list of [start, end, level]
    notes TEXT NOT NULL,         -- JSON list of sentences
    gaps TEXT NOT NULL,          -- JSON list of sentences
    superseded_by TEXT,          -- the document that replaced it; its text stays for old citations
    extractor TEXT               -- what found its mentions; NULL while that is still to do
) STRICT;
CREATE INDEX documents_pending ON documents (id) WHERE extractor IS NULL AND superseded_by IS NULL;

CREATE TABLE passages (
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    heading TEXT NOT NULL,
    page INTEGER,
    PRIMARY KEY (document_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX passages_by_fingerprint ON passages (fingerprint);

CREATE TABLE mentions (
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    found_kind TEXT NOT NULL,    -- as the extraction has it; never changed by corrections
    found_value TEXT NOT NULL,   -- EDTF of a date, entity id of an organization or law
    kind TEXT NOT NULL,          -- with the corrections; "" if they hide the mention
    value TEXT NOT NULL,
    text TEXT NOT NULL,
    extractor TEXT NOT NULL,
    pinpoint TEXT NOT NULL,
    ordinal INTEGER NOT NULL,    -- the passage it starts in
    PRIMARY KEY (document_id, start, found_kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_value ON mentions (kind, value, document_id, ordinal);

-- What each document calls an entity that was found in it, and the choice made from that over all
-- documents, with the corrections.
CREATE TABLE entity_names (
    entity_id TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    name TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    aliases TEXT NOT NULL,       -- JSON list
    PRIMARY KEY (entity_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_names_by_document ON entity_names (document_id);
CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    aliases TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Every name and alias under its name key, for filters that name an entity in words.
CREATE TABLE entity_keys (
    key TEXT NOT NULL,
    entity_id TEXT NOT NULL REFERENCES entities ON DELETE CASCADE,
    PRIMARY KEY (key, entity_id)
) STRICT, WITHOUT ROWID;

-- The ledger: every input file has exactly one row.
CREATE TABLE files (
    path TEXT PRIMARY KEY,       -- absolute; of a file in a container: the container's, then its name
    location TEXT NOT NULL,      -- as the user gave it
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    metadata TEXT NOT NULL,      -- fingerprint of its row in a metadata table, "" without one
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    document_id TEXT,
    container TEXT NOT NULL      -- path of the archive or mail that the file lies in, "" if in none
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_container ON files (container) WHERE container != '';
CREATE INDEX files_by_document ON files (document_id);
CREATE INDEX files_by_sha256 ON files (sha256);

-- Documents that the index does not reflect yet; emptied when the engine has committed them.
CREATE TABLE index_queue (document_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- Bottom-k sketches of the documents' words: what near-duplicates have in common.
CREATE TABLE sketches (
    hash INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    PRIMARY KEY (hash, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sketches_by_document ON sketches (document_id);

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
