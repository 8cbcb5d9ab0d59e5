-- +goose Up
-- When Kratos redeemed the code of a login, which is when it makes the session. A session that is not known yet is found by
-- this time, and not by that of the login: a code can be held back. A redemption by an older binary has none, and waits in
-- vain for its session.
ALTER TABLE passkey_sessions ADD COLUMN redeemed_at timestamptz;
UPDATE passkey_sessions SET redeemed_at = at WHERE session_id IS NULL;
