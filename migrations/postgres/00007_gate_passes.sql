-- +goose Up
CREATE TABLE gate_passes (
    hash        bytea       NOT NULL CONSTRAINT gate_passes_pkey PRIMARY KEY CHECK (octet_length(hash) = 32),
    identity_id uuid        NOT NULL,
    passkey_id  uuid        NOT NULL,
    expires_at  timestamptz NOT NULL,
    -- A pass is by a passkey of that very identity, and dies with it.
    CONSTRAINT gate_passes_passkey_fkey FOREIGN KEY (identity_id, passkey_id)
        REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
);

CREATE INDEX gate_passes_passkey ON gate_passes (identity_id, passkey_id);
CREATE INDEX gate_passes_expires_at ON gate_passes (expires_at);
