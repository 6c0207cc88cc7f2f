-- The persons who wrote a document.
ALTER TABLE documents ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';  -- JSON list
