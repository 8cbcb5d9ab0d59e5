-- +goose Up
CREATE TABLE recovery_codes (
    identity_id BLOB    NOT NULL CHECK (length(identity_id) = 16),
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    created_at  INTEGER NOT NULL,
    -- Of a code that support has given; those of a person's own set do not expire.
    expires_at  INTEGER,
    used_at     INTEGER,
    PRIMARY KEY (identity_id, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX recovery_codes_expires_at ON recovery_codes (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE recovery_attempts (
    identity_id  BLOB    NOT NULL PRIMARY KEY CHECK (length(identity_id) = 16),
    tries        INTEGER NOT NULL CHECK (tries >= 0),
    last_at      INTEGER NOT NULL,
    locked_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE recoveries (
    session_id  BLOB    NOT NULL PRIMARY KEY CHECK (length(session_id) = 16),
    identity_id BLOB    NOT NULL CHECK (length(identity_id) = 16),
    at          INTEGER NOT NULL,
    enrol_until INTEGER NOT NULL,
    enrolled_at INTEGER,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX recoveries_identity ON recoveries (identity_id);
CREATE INDEX recoveries_expires_at ON recoveries (expires_at);

-- A pass may also be earned by a recovery code, and then hangs on no passkey. SQLite makes a column nullable only by
-- making the table anew.
CREATE TABLE gate_passes_anew (
    hash        BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    identity_id BLOB    NOT NULL CHECK (length(identity_id) = 16),
    passkey_id  BLOB    CHECK (length(passkey_id) = 16),
    expires_at  INTEGER NOT NULL,
    -- A pass by a passkey is by one of that very identity, and dies with it.
    FOREIGN KEY (identity_id, passkey_id) REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO gate_passes_anew (hash, identity_id, passkey_id, expires_at)
SELECT hash, identity_id, passkey_id, expires_at FROM gate_passes;

DROP TABLE gate_passes;
ALTER TABLE gate_passes_anew RENAME TO gate_passes;

CREATE INDEX gate_passes_passkey ON gate_passes (identity_id, passkey_id);
CREATE INDEX gate_passes_expires_at ON gate_passes (expires_at);
