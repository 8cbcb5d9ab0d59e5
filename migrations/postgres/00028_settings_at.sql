-- +goose Up
-- When the settings gate last let a session that was fresh change credentials or addresses at Kratos.
ALTER TABLE first_passkeys
    ADD COLUMN settings_at timestamptz;
