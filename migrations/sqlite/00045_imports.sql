-- +goose Up
-- Passkeys that were imported from Kratos. step_up_only: a second factor there, which is never a first factor here.
-- handle_unknown: user_handle is one of the identity's aliases, and the first assertion that presents one tells which.
ALTER TABLE passkeys ADD COLUMN step_up_only   INTEGER NOT NULL DEFAULT 0 CHECK (step_up_only IN (0, 1));
ALTER TABLE passkeys ADD COLUMN handle_unknown INTEGER NOT NULL DEFAULT 0 CHECK (handle_unknown IN (0, 1));
ALTER TABLE passkeys ADD COLUMN source         TEXT    NOT NULL DEFAULT '';
ALTER TABLE passkeys ADD COLUMN imported_at    INTEGER;

-- The user handles of an identity's passkeys at Kratos, which does not say which belongs to which.
CREATE TABLE user_handle_aliases (
    identity_id BLOB NOT NULL CHECK (length(identity_id) = 16),
    user_handle BLOB NOT NULL CHECK (length(user_handle) BETWEEN 1 AND 64),
    PRIMARY KEY (identity_id, user_handle)
) STRICT, WITHOUT ROWID;
