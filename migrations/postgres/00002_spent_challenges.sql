-- +goose Up
CREATE TABLE spent_challenges (
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    expires_at timestamptz NOT NULL,
    CONSTRAINT spent_challenges_pkey PRIMARY KEY (hash)
);

CREATE INDEX spent_challenges_expires_at ON spent_challenges (expires_at);
