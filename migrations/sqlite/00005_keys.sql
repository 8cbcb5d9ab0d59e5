-- +goose Up
CREATE TABLE admin_keys (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    hash       BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    scopes     TEXT    NOT NULL CHECK (json_type(scopes) = 'array' AND json_array_length(scopes) <= 32),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE UNIQUE INDEX admin_keys_name_key ON admin_keys (name) WHERE revoked_at IS NULL;

CREATE TABLE keys (
    name   TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    sealed BLOB NOT NULL CHECK (length(sealed) BETWEEN 1 AND 16384)
) STRICT, WITHOUT ROWID;
