-- +goose Up
CREATE TABLE step_ups (
    session_id    uuid        NOT NULL CONSTRAINT step_ups_pkey PRIMARY KEY,
    identity_id   uuid        NOT NULL,
    method        text        NOT NULL CHECK (method IN ('passkey', 'login')),
    passkey_id    uuid        NOT NULL,
    user_verified boolean     NOT NULL,
    at            timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    -- Through both columns: a step-up is by a passkey of that very identity, and both rows shard together.
    CONSTRAINT step_ups_passkey_fkey FOREIGN KEY (identity_id, passkey_id)
        REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
);

CREATE INDEX step_ups_passkey ON step_ups (identity_id, passkey_id);
CREATE INDEX step_ups_expires_at ON step_ups (expires_at);
