-- +goose Up
-- The passkeys that were removed here, so that their users can still disown them. Unlike a tombstone, a row does not end when the
-- credential ID is registered again. While kept is true, what the passkey vouched for and initialised still counts.
CREATE TABLE removed_passkeys (
    id          uuid        NOT NULL CONSTRAINT removed_passkeys_pkey PRIMARY KEY,
    identity_id uuid        NOT NULL,
    removed_at  timestamptz NOT NULL,
    kept        boolean     NOT NULL,
    disowned    boolean     NOT NULL
);

CREATE INDEX removed_passkeys_identity ON removed_passkeys (identity_id);
CREATE INDEX removed_passkeys_removed_at ON removed_passkeys (removed_at);
