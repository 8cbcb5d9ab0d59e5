-- +goose Up
-- The handles of an identity that was removed stay as long as its tombstones: an imported passkey may be any of them.
ALTER TABLE user_handle_aliases ADD COLUMN removed_at INTEGER;

CREATE INDEX user_handle_aliases_removed ON user_handle_aliases (removed_at) WHERE removed_at IS NOT NULL;
