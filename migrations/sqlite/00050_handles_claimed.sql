-- +goose Up
-- One replica reads the user handles at Kratos for all, like a comparison.
CREATE TABLE reconciliations_of_any_scope (
    scope    TEXT    NOT NULL PRIMARY KEY CHECK (scope IN ('all', 'waiting', 'handles')),
    claim    BLOB    CHECK (length(claim) = 16),
    due_at   INTEGER NOT NULL,
    ended_at INTEGER,
    outcome  TEXT    NOT NULL CHECK (outcome IN ('', 'done', 'aborted', 'failed')),
    held     INTEGER NOT NULL CHECK (held >= 0),
    missing  INTEGER NOT NULL CHECK (missing >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO reconciliations_of_any_scope (scope, claim, due_at, ended_at, outcome, held, missing)
SELECT scope, claim, due_at, ended_at, outcome, held, missing
FROM reconciliations;

DROP TABLE reconciliations;

ALTER TABLE reconciliations_of_any_scope RENAME TO reconciliations;
