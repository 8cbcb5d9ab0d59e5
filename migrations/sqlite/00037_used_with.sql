-- +goose Up
-- The first factors at Kratos that were vouched for when a passkey was used together with them in the session. NULL: none was
-- found. It replaces beside_at, which did not say which they were, and which no released binary has.
ALTER TABLE step_ups DROP COLUMN beside_at;
ALTER TABLE step_ups ADD COLUMN used_with TEXT CHECK (json_valid(used_with));
ALTER TABLE passkey_sessions DROP COLUMN beside_at;
ALTER TABLE passkey_sessions ADD COLUMN used_with TEXT CHECK (json_valid(used_with));
