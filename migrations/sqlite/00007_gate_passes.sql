-- +goose Up
CREATE TABLE gate_passes (
    hash        BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    identity_id BLOB    NOT NULL CHECK (length(identity_id) = 16),
    passkey_id  BLOB    NOT NULL CHECK (length(passkey_id) = 16),
    expires_at  INTEGER NOT NULL,
    -- A pass is by a passkey of that very identity, and dies with it.
    FOREIGN KEY (identity_id, passkey_id) REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX gate_passes_passkey ON gate_passes (identity_id, passkey_id);
CREATE INDEX gate_passes_expires_at ON gate_passes (expires_at);
