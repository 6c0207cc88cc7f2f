-- Of how many documents call an entity what, and how often it stands there in which words: what its
-- name is chosen from, without looking at every document. Triggers keep the counts, so that they hold
-- whatever changes the tables they are made of.
CREATE TABLE name_counts (
    entity_id TEXT NOT NULL,
    name TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    aliases TEXT NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (entity_id, name, jurisdiction, aliases)
) STRICT, WITHOUT ROWID;
CREATE TABLE form_counts (
    value TEXT NOT NULL,
    text TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (value, text)
) STRICT, WITHOUT ROWID;
-- Entities of which something changed since their names were chosen.
CREATE TABLE stale_entities (entity_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TRIGGER name_added AFTER INSERT ON entity_names BEGIN
    INSERT INTO name_counts VALUES (new.entity_id, new.name, new.jurisdiction, new.aliases, 1)
        ON CONFLICT DO UPDATE SET documents = documents + 1;
    INSERT INTO stale_entities VALUES (new.entity_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER name_removed AFTER DELETE ON entity_names BEGIN
    UPDATE name_counts SET documents = documents - 1 WHERE entity_id = old.entity_id
        AND name = old.name AND jurisdiction = old.jurisdiction AND aliases = old.aliases;
    DELETE FROM name_counts WHERE entity_id = old.entity_id
        AND name = old.name AND jurisdiction = old.jurisdiction AND aliases = old.aliases AND documents = 0;
    INSERT INTO stale_entities VALUES (old.entity_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER form_added AFTER INSERT ON mentions WHEN new.kind IN ('law', 'organization') BEGIN
    INSERT INTO form_counts VALUES (new.value, new.text, 1)
        ON CONFLICT DO UPDATE SET mentions = mentions + 1;
    INSERT INTO stale_entities VALUES (new.value) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER form_removed AFTER DELETE ON mentions WHEN old.kind IN ('law', 'organization') BEGIN
    UPDATE form_counts SET mentions = mentions - 1 WHERE value = old.value AND text = old.text;
    DELETE FROM form_counts WHERE value = old.value AND text = old.text AND mentions = 0;
    INSERT INTO stale_entities VALUES (old.value) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER form_left AFTER UPDATE OF value ON mentions WHEN old.kind IN ('law', 'organization') BEGIN
    UPDATE form_counts SET mentions = mentions - 1 WHERE value = old.value AND text = old.text;
    DELETE FROM form_counts WHERE value = old.value AND text = old.text AND mentions = 0;
    INSERT INTO stale_entities VALUES (old.value) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER form_joined AFTER UPDATE OF value ON mentions WHEN new.kind IN ('law', 'organization') BEGIN
    INSERT INTO form_counts VALUES (new.value, new.text, 1)
        ON CONFLICT DO UPDATE SET mentions = mentions + 1;
    INSERT INTO stale_entities VALUES (new.value) ON CONFLICT DO NOTHING;
END;

INSERT INTO name_counts
    SELECT entity_id, name, jurisdiction, aliases, count(*) FROM entity_names GROUP BY 1, 2, 3, 4;
INSERT INTO form_counts
    SELECT value, text, count(*) FROM mentions WHERE kind IN ('law', 'organization') GROUP BY 1, 2;
INSERT INTO stale_entities SELECT entity_id FROM name_counts UNION SELECT id FROM entities;

-- An entity's names are replaced one entity at a time.
CREATE INDEX entity_keys_by_entity ON entity_keys (entity_id);
