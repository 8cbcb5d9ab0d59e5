-- +goose Up
-- Models that FIDO's metadata reports as compromised, of which there are passkeys. One report of a model is open at a time.
CREATE TABLE compromised_models (
    id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    aaguid          BLOB    NOT NULL CHECK (length(aaguid) = 16),
    model           TEXT    NOT NULL CHECK (length(model) <= 256),
    status          TEXT    NOT NULL CHECK (length(status) BETWEEN 1 AND 64),
    action          TEXT    NOT NULL CHECK (action IN ('suspend', 'mark')),
    publisher       TEXT    NOT NULL CHECK (length(publisher) BETWEEN 1 AND 64),
    number          INTEGER NOT NULL CHECK (number > 0),
    passkeys        INTEGER NOT NULL CHECK (passkeys >= 0),
    identities      INTEGER NOT NULL CHECK (identities >= 0),
    without_another INTEGER NOT NULL CHECK (without_another >= 0),
    seen_at         INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,
    acted_at        INTEGER,
    ended_at        INTEGER,
    ended_for       TEXT    NOT NULL CHECK (ended_for IN ('', 'cleared', 'exempt', 'replaced')),
    CHECK ((ended_at IS NULL) = (ended_for = ''))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX compromised_models_open ON compromised_models (aaguid) WHERE ended_at IS NULL;

-- The passkeys that an open report has suspended or marked. What staff resume is not suspended for the same report again.
CREATE TABLE compromised_passkeys (
    report_id   BLOB    NOT NULL REFERENCES compromised_models (id) ON DELETE CASCADE,
    identity_id BLOB    NOT NULL CHECK (length(identity_id) = 16),
    passkey_id  BLOB    NOT NULL CHECK (length(passkey_id) = 16),
    at          INTEGER NOT NULL,
    PRIMARY KEY (report_id, passkey_id),
    FOREIGN KEY (identity_id, passkey_id) REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX compromised_passkeys_passkey ON compromised_passkeys (identity_id, passkey_id);
CREATE INDEX passkeys_compromised ON passkeys (id) WHERE suspended_by = 'compromised';
