-- +goose Up
-- Revocations of all passkeys that match a filter. They belong to no identity, unless the filter names one.
CREATE TABLE revocations (
    id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    identity_id     BLOB    CHECK (length(identity_id) = 16),
    filter          TEXT    NOT NULL CHECK (length(filter) BETWEEN 2 AND 2048),
    end_sessions    INTEGER NOT NULL CHECK (end_sessions IN (0, 1)),
    end_codes       INTEGER NOT NULL CHECK (end_codes IN (0, 1)),
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'open', 'done', 'cancelled', 'expired')),
    reason          TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 1024),
    request_id      TEXT    NOT NULL CHECK (length(request_id) <= 128),
    requester_kind  TEXT    NOT NULL CHECK (requester_kind IN ('identity', 'admin_key', 'system')),
    requester_id    TEXT    NOT NULL CHECK (length(requester_id) <= 64),
    requester_owner TEXT    NOT NULL CHECK (length(requester_owner) <= 64),
    requested_at    INTEGER NOT NULL,
    matched         INTEGER NOT NULL CHECK (matched > 0),
    revoked         INTEGER NOT NULL CHECK (revoked >= 0),
    gone            INTEGER NOT NULL CHECK (gone >= 0),
    skipped         INTEGER NOT NULL CHECK (skipped >= 0),
    failed          INTEGER NOT NULL CHECK (failed >= 0),
    decider_kind    TEXT    CHECK (decider_kind IN ('identity', 'admin_key', 'system')),
    decider_id      TEXT    CHECK (length(decider_id) <= 64),
    decider_owner   TEXT    CHECK (length(decider_owner) <= 64),
    decided_at      INTEGER,
    canceller_kind  TEXT    CHECK (canceller_kind IN ('identity', 'admin_key', 'system')),
    canceller_id    TEXT    CHECK (length(canceller_id) <= 64),
    canceller_owner TEXT    CHECK (length(canceller_owner) <= 64),
    claim           BLOB    CHECK (length(claim) = 16),
    failure         TEXT    NOT NULL CHECK (length(failure) <= 64),
    next_try_at     INTEGER,
    ended_at        INTEGER,
    expires_at      INTEGER,
    CHECK ((ended_at IS NULL) = (state IN ('pending', 'open'))),
    CHECK ((next_try_at IS NOT NULL) = (state = 'open')),
    CHECK ((decided_at IS NULL) = (decider_kind IS NULL) AND (decided_at IS NULL) = (decider_id IS NULL)),
    CHECK ((canceller_kind IS NOT NULL) = (state = 'cancelled') AND (canceller_id IS NOT NULL) = (state = 'cancelled')),
    CHECK (state <> 'pending' OR (decided_at IS NULL AND expires_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX revocations_unfinished ON revocations (id) WHERE ended_at IS NULL;
CREATE INDEX revocations_due ON revocations (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX revocations_ended ON revocations (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX revocations_identity ON revocations (identity_id) WHERE identity_id IS NOT NULL;

-- The passkeys that matched when the revocation was requested. Without a reference: the record outlives the passkey.
CREATE TABLE revocation_passkeys (
    revocation_id BLOB    NOT NULL CHECK (length(revocation_id) = 16) REFERENCES revocations ON DELETE CASCADE,
    passkey_id    BLOB    NOT NULL CHECK (length(passkey_id) = 16),
    identity_id   BLOB    NOT NULL CHECK (length(identity_id) = 16),
    name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    outcome       TEXT    NOT NULL CHECK (outcome IN ('waiting', 'revoked', 'gone', 'skipped', 'failed')),
    cause         TEXT    NOT NULL CHECK (length(cause) <= 64),
    tries         INTEGER NOT NULL CHECK (tries >= 0),
    at            INTEGER,
    PRIMARY KEY (revocation_id, passkey_id),
    CHECK ((at IS NULL) = (outcome = 'waiting')),
    CHECK ((cause <> '') = (outcome IN ('skipped', 'failed')))
) STRICT, WITHOUT ROWID;

CREATE INDEX revocation_passkeys_waiting ON revocation_passkeys (revocation_id, tries, passkey_id) WHERE outcome = 'waiting';
CREATE INDEX revocation_passkeys_identity ON revocation_passkeys (identity_id);
