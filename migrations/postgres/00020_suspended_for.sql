-- +goose Up
-- Why a passkey is suspended: 'verification' where the owner of the address recovered the account, and the passkey is
-- older than that. Such a passkey does not count as held.
ALTER TABLE passkeys ADD COLUMN suspended_for text NOT NULL DEFAULT '' CHECK (suspended_for IN ('', 'verification'));
