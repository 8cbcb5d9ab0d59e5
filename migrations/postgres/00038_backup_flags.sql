-- +goose Up
-- When an assertion was refused because its BE flag had changed. While it is set, the login gate does not require the passkey.
ALTER TABLE passkeys ADD COLUMN backup_flags_at timestamptz;
