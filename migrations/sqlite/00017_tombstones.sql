-- +goose Up
-- The passkeys that were removed here, so that browsers can be asked to forget them and no others.
CREATE TABLE tombstones (
    credential_id BLOB    NOT NULL PRIMARY KEY CHECK (length(credential_id) BETWEEN 1 AND 1023),
    identity_id   BLOB    NOT NULL CHECK (length(identity_id) = 16),
    rp_id         TEXT    NOT NULL CHECK (length(rp_id) BETWEEN 1 AND 253),
    registered_at INTEGER NOT NULL,
    removed_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstones_identity ON tombstones (identity_id);
CREATE INDEX tombstones_removed_at ON tombstones (removed_at);
