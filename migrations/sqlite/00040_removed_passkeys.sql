-- +goose Up
-- The passkeys that were removed here, so that their users can still disown them. Unlike a tombstone, a row does not end when the
-- credential ID is registered again. While kept is true, what the passkey vouched for and initialised still counts.
CREATE TABLE removed_passkeys (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    identity_id BLOB    NOT NULL CHECK (length(identity_id) = 16),
    removed_at  INTEGER NOT NULL,
    kept        INTEGER NOT NULL CHECK (kept IN (0, 1)),
    disowned    INTEGER NOT NULL CHECK (disowned IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX removed_passkeys_identity ON removed_passkeys (identity_id);
CREATE INDEX removed_passkeys_removed_at ON removed_passkeys (removed_at);
