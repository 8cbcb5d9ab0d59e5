-- +goose Up
-- A login on its way to its client, once.
CREATE TABLE authorization_codes (
    hash           bytea       NOT NULL CONSTRAINT authorization_codes_pkey PRIMARY KEY CHECK (octet_length(hash) = 32),
    identity_id    uuid        NOT NULL,
    passkey_id     uuid        NOT NULL,
    user_verified  boolean     NOT NULL,
    client_id      text        NOT NULL CHECK (char_length(client_id) BETWEEN 1 AND 255),
    redirect_uri   text        NOT NULL CHECK (char_length(redirect_uri) BETWEEN 1 AND 2048),
    code_challenge text        NOT NULL CHECK (char_length(code_challenge) <= 128),
    nonce          text        NOT NULL CHECK (char_length(nonce) <= 256),
    at             timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    -- Through both columns, as in step_ups.
    CONSTRAINT authorization_codes_passkey_fkey FOREIGN KEY (identity_id, passkey_id)
        REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
);

CREATE INDEX authorization_codes_passkey ON authorization_codes (identity_id, passkey_id);
CREATE INDEX authorization_codes_expires_at ON authorization_codes (expires_at);
