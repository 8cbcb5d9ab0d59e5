-- +goose Up
-- The Kratos sessions that a login by passkey created, or refreshed. Without a session: the login's code was redeemed
-- by Kratos itself, and the session has not been seen here yet.
CREATE TABLE passkey_sessions (
    id            uuid        NOT NULL CONSTRAINT passkey_sessions_pkey PRIMARY KEY,
    session_id    uuid,
    identity_id   uuid        NOT NULL,
    passkey_id    uuid        NOT NULL,
    user_verified boolean     NOT NULL,
    at            timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    -- Through both columns, as in step_ups.
    CONSTRAINT passkey_sessions_passkey_fkey FOREIGN KEY (identity_id, passkey_id)
        REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
);

-- Finds those of a session, and those without one.
CREATE INDEX passkey_sessions_session ON passkey_sessions (identity_id, session_id);
CREATE INDEX passkey_sessions_passkey ON passkey_sessions (identity_id, passkey_id);
CREATE INDEX passkey_sessions_expires_at ON passkey_sessions (expires_at);

INSERT INTO passkey_sessions (id, session_id, identity_id, passkey_id, user_verified, at, expires_at)
SELECT gen_random_uuid(), session_id, identity_id, passkey_id, user_verified, at, expires_at
FROM step_ups
WHERE method = 'login';

DELETE FROM step_ups WHERE method = 'login';

-- The origin of the page on which the person stepped up. The method 'login' stays allowed for the binary before this
-- one; its rows are no step-ups any more, and are not read.
ALTER TABLE step_ups ADD COLUMN origin text NOT NULL DEFAULT '' CHECK (char_length(origin) <= 512);
