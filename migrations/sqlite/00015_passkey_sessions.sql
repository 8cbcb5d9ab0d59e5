-- +goose Up
-- The Kratos sessions that a login by passkey created, or refreshed. Without a session: the login's code was redeemed
-- by Kratos itself, and the session has not been seen here yet.
CREATE TABLE passkey_sessions (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    session_id    BLOB    CHECK (length(session_id) = 16),
    identity_id   BLOB    NOT NULL CHECK (length(identity_id) = 16),
    passkey_id    BLOB    NOT NULL CHECK (length(passkey_id) = 16),
    user_verified INTEGER NOT NULL CHECK (user_verified IN (0, 1)),
    at            INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    -- Through both columns, as in step_ups.
    FOREIGN KEY (identity_id, passkey_id) REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Finds those of a session, and those without one.
CREATE INDEX passkey_sessions_session ON passkey_sessions (identity_id, session_id);
CREATE INDEX passkey_sessions_passkey ON passkey_sessions (identity_id, passkey_id);
CREATE INDEX passkey_sessions_expires_at ON passkey_sessions (expires_at);

INSERT INTO passkey_sessions (id, session_id, identity_id, passkey_id, user_verified, at, expires_at)
SELECT randomblob(16), session_id, identity_id, passkey_id, user_verified, at, expires_at
FROM step_ups
WHERE method = 'login';

DELETE FROM step_ups WHERE method = 'login';

-- The origin of the page on which the person stepped up. The method 'login' stays allowed for the binary before this
-- one; its rows are no step-ups any more, and are not read.
ALTER TABLE step_ups ADD COLUMN origin TEXT NOT NULL DEFAULT '' CHECK (length(origin) <= 512);
