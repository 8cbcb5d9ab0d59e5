-- +goose Up
CREATE TABLE recovery_codes (
    identity_id uuid        NOT NULL,
    hash        bytea       NOT NULL CHECK (octet_length(hash) = 32),
    created_at  timestamptz NOT NULL,
    -- Of a code that support has given; those of a person's own set do not expire.
    expires_at  timestamptz,
    used_at     timestamptz,
    CONSTRAINT recovery_codes_pkey PRIMARY KEY (identity_id, hash)
);

CREATE INDEX recovery_codes_expires_at ON recovery_codes (expires_at) WHERE expires_at IS NOT NULL;

-- Its row is also what all that changes an identity's codes waits in line at.
CREATE TABLE recovery_attempts (
    identity_id  uuid        NOT NULL CONSTRAINT recovery_attempts_pkey PRIMARY KEY,
    tries        integer     NOT NULL CHECK (tries >= 0),
    last_at      timestamptz NOT NULL,
    locked_until timestamptz
);

CREATE TABLE recoveries (
    session_id  uuid        NOT NULL CONSTRAINT recoveries_pkey PRIMARY KEY,
    identity_id uuid        NOT NULL,
    at          timestamptz NOT NULL,
    enrol_until timestamptz NOT NULL,
    enrolled_at timestamptz,
    expires_at  timestamptz NOT NULL
);

CREATE INDEX recoveries_identity ON recoveries (identity_id);
CREATE INDEX recoveries_expires_at ON recoveries (expires_at);

-- A pass may also be earned by a recovery code, and then hangs on no passkey.
ALTER TABLE gate_passes ALTER COLUMN passkey_id DROP NOT NULL;
