-- +goose Up
-- A login on its way to its client, once.
CREATE TABLE authorization_codes (
    hash           BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    identity_id    BLOB    NOT NULL CHECK (length(identity_id) = 16),
    passkey_id     BLOB    NOT NULL CHECK (length(passkey_id) = 16),
    user_verified  INTEGER NOT NULL CHECK (user_verified IN (0, 1)),
    client_id      TEXT    NOT NULL CHECK (length(client_id) BETWEEN 1 AND 255),
    redirect_uri   TEXT    NOT NULL CHECK (length(redirect_uri) BETWEEN 1 AND 2048),
    code_challenge TEXT    NOT NULL CHECK (length(code_challenge) <= 128),
    nonce          TEXT    NOT NULL CHECK (length(nonce) <= 256),
    at             INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    -- Through both columns, as in step_ups.
    FOREIGN KEY (identity_id, passkey_id) REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX authorization_codes_passkey ON authorization_codes (identity_id, passkey_id);
CREATE INDEX authorization_codes_expires_at ON authorization_codes (expires_at);
