-- +goose Up
CREATE TABLE step_ups (
    session_id    BLOB    NOT NULL PRIMARY KEY CHECK (length(session_id) = 16),
    identity_id   BLOB    NOT NULL,
    method        TEXT    NOT NULL CHECK (method IN ('passkey', 'login')),
    passkey_id    BLOB    NOT NULL,
    user_verified INTEGER NOT NULL CHECK (user_verified IN (0, 1)),
    at            INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    -- Through both columns: a step-up is by a passkey of that very identity.
    FOREIGN KEY (identity_id, passkey_id) REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX step_ups_passkey ON step_ups (identity_id, passkey_id);
CREATE INDEX step_ups_expires_at ON step_ups (expires_at);
