-- +goose Up
-- FIDO's list of authenticators, or another publisher's: the newest that was verified, for all replicas, and for when its address
-- does not answer. A lower number never replaces a higher one, so that nothing that was reported is forgotten.
CREATE TABLE authenticator_lists (
    publisher     TEXT    PRIMARY KEY,
    number        INTEGER NOT NULL,
    digest        BLOB    NOT NULL,
    blob          BLOB    NOT NULL,
    verified_at   INTEGER NOT NULL,
    origin        TEXT    NOT NULL,
    etag          TEXT    NOT NULL,
    last_modified TEXT    NOT NULL,
    confirmed_at  INTEGER
) STRICT;

-- One replica fetches it for all, like a comparison. The names of the scopes are those of the binary.
CREATE TABLE reconciliations_of_any_scope (
    scope    TEXT    NOT NULL PRIMARY KEY CHECK (length(scope) BETWEEN 1 AND 64),
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
