-- +goose Up
-- The passkeys that the session rested on which created the key, as a JSON array; NULL for keys of other origins and of an
-- older binary.
ALTER TABLE admin_keys ADD COLUMN made_with TEXT CHECK (json_valid(made_with));
