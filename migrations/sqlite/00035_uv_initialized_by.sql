-- +goose Up
-- The passkeys and the factors at Kratos on which the initialisation of the user verification rested: it ends with any of them.
-- NULL where it rested on none, as at the registration, and for the rows of an older binary.
ALTER TABLE passkeys ADD COLUMN uv_initialized_by TEXT CHECK (json_valid(uv_initialized_by));
