-- +goose Up
-- A row with since stands for several logins by its passkey whose sessions are not known: those redeemed from since to at.
-- No session claims it. A row without it is one login. In session_endings likewise, with kind 'login'. An older binary ends
-- only the last of these logins.
ALTER TABLE passkey_sessions ADD COLUMN since timestamptz;
ALTER TABLE session_endings ADD COLUMN since timestamptz;

CREATE INDEX passkey_sessions_pending ON passkey_sessions (identity_id, redeemed_at) WHERE session_id IS NULL;
CREATE INDEX passkey_sessions_merged ON passkey_sessions (identity_id, at) WHERE since IS NOT NULL;
CREATE INDEX session_endings_logins ON session_endings (identity_id, at) WHERE kind = 'login';
