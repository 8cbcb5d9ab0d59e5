-- +goose Up
-- When a first factor at Kratos that was used in the session was found vouched; NULL: none was.
ALTER TABLE step_ups ADD COLUMN beside_at timestamptz;
ALTER TABLE passkey_sessions ADD COLUMN beside_at timestamptz;
