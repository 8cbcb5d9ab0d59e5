-- +goose Up
-- Whose passkey at Kratos a user handle belongs to, for its adoption at a login.
CREATE INDEX user_handle_aliases_user_handle_idx ON user_handle_aliases (user_handle);
