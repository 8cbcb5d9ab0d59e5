-- +goose Up
-- Passkeys that were imported from Kratos. step_up_only: a second factor there, which is never a first factor here.
-- handle_unknown: user_handle is one of the identity's aliases, and the first assertion that presents one tells which.
ALTER TABLE passkeys
    ADD COLUMN step_up_only   boolean     NOT NULL DEFAULT false,
    ADD COLUMN handle_unknown boolean     NOT NULL DEFAULT false,
    ADD COLUMN source         text        NOT NULL DEFAULT '',
    ADD COLUMN imported_at    timestamptz;

-- The user handles of an identity's passkeys at Kratos, which does not say which belongs to which.
CREATE TABLE user_handle_aliases (
    identity_id uuid        NOT NULL,
    user_handle user_handle NOT NULL,
    CONSTRAINT user_handle_aliases_pkey PRIMARY KEY (identity_id, user_handle)
);
