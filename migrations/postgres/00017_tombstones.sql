-- +goose Up
-- The passkeys that were removed here, so that browsers can be asked to forget them and no others.
CREATE TABLE tombstones (
    credential_id bytea       NOT NULL CONSTRAINT tombstones_pkey PRIMARY KEY CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    identity_id   uuid        NOT NULL,
    rp_id         text        NOT NULL CHECK (char_length(rp_id) BETWEEN 1 AND 253),
    registered_at timestamptz NOT NULL,
    removed_at    timestamptz NOT NULL
);

CREATE INDEX tombstones_identity ON tombstones (identity_id);
CREATE INDEX tombstones_removed_at ON tombstones (removed_at);
