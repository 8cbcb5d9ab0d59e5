-- +goose Up
-- The passkeys that the session rested on which created the key; NULL for keys of other origins and of an older binary.
ALTER TABLE admin_keys ADD COLUMN made_with uuid[];
