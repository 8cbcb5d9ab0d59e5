-- +goose Up
CREATE TABLE admin_keys (
    id         uuid        NOT NULL CONSTRAINT admin_keys_pkey PRIMARY KEY,
    name       text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    scopes     text[]      NOT NULL CHECK (cardinality(scopes) <= 32),
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT admin_keys_hash_key UNIQUE (hash)
);

CREATE UNIQUE INDEX admin_keys_name_key ON admin_keys (name) WHERE revoked_at IS NULL;

CREATE TABLE keys (
    name   text  NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
    sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 1 AND 16384),
    CONSTRAINT keys_pkey PRIMARY KEY (name)
);
