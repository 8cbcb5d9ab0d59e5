-- +goose Up
CREATE TABLE resets (
    id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    identity_id     BLOB    NOT NULL CHECK (length(identity_id) = 16),
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'open', 'done', 'cancelled')),
    reason          TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 1024),
    note            TEXT    NOT NULL CHECK (length(note) <= 1024),
    request_id      TEXT    NOT NULL CHECK (length(request_id) <= 128),
    requester_kind  TEXT    NOT NULL CHECK (requester_kind IN ('identity', 'admin_key', 'system')),
    requester_id    TEXT    NOT NULL CHECK (length(requester_id) <= 64),
    requester_owner TEXT    NOT NULL CHECK (length(requester_owner) <= 64),
    requested_at    INTEGER NOT NULL,
    decider_kind    TEXT    CHECK (decider_kind IN ('identity', 'admin_key', 'system')),
    decider_id      TEXT    CHECK (length(decider_id) <= 64),
    decider_owner   TEXT    CHECK (length(decider_owner) <= 64),
    decided_at      INTEGER,
    -- What has been done so far; written by whoever holds the claim.
    steps           TEXT    NOT NULL CHECK (octet_length(steps) <= 16384 AND json_type(steps) = 'array'),
    tries           INTEGER NOT NULL CHECK (tries >= 0),
    failure         TEXT    NOT NULL CHECK (length(failure) <= 64),
    claim           BLOB    CHECK (length(claim) = 16),
    -- While it is claimed: when the claim ends.
    next_try_at     INTEGER,
    ended_at        INTEGER,
    CHECK ((ended_at IS NULL) = (state IN ('pending', 'open'))),
    CHECK ((next_try_at IS NOT NULL) = (state = 'open')),
    CHECK ((decided_at IS NULL) = (decider_kind IS NULL) AND (decided_at IS NULL) = (decider_id IS NULL))
) STRICT, WITHOUT ROWID;

-- An identity has one at most that has not ended. Each finish of a ceremony looks here.
CREATE UNIQUE INDEX resets_unfinished ON resets (identity_id) WHERE ended_at IS NULL;
CREATE INDEX resets_due ON resets (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX resets_state ON resets (state, id);
CREATE INDEX resets_identity ON resets (identity_id, id);

-- Who made a key: whoever makes a second key is still the same person, and cannot be their own second admin.
ALTER TABLE admin_keys ADD COLUMN owner TEXT NOT NULL DEFAULT '' CHECK (length(owner) <= 64);

-- The passkeys that are suspended are few, and looked for by those who resume them.
CREATE INDEX passkeys_suspended ON passkeys (id) WHERE suspended_at IS NOT NULL;

-- What happened in each hour, counted from sealed batches: one row per hour, type and reason.
CREATE TABLE audit_counts (
    hour       INTEGER NOT NULL,
    event_type TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    count      INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (hour, event_type, reason)
) STRICT, WITHOUT ROWID;

-- The last batch that is counted.
CREATE TABLE audit_counted (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    batch INTEGER NOT NULL CHECK (batch >= 0)
) STRICT;
INSERT INTO audit_counted (id, batch) VALUES (1, 0);
