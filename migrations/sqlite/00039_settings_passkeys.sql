-- +goose Up
-- With settings_at: the passkeys on which the freshness of that session rested. NULL in the rows of an older binary, which vouch
-- for nothing.
ALTER TABLE first_passkeys ADD COLUMN settings_passkeys TEXT CHECK (json_valid(settings_passkeys));
