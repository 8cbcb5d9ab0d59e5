-- +goose Up
-- Until when a pending reset can be approved. SQLite changes no CHECK in place, so the table is made anew.
CREATE TABLE new_resets (
    id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    identity_id     BLOB    NOT NULL CHECK (length(identity_id) = 16),
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'open', 'done', 'cancelled', 'expired')),
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
    -- Of one that waits: until when it can be approved.
    expires_at      INTEGER,
    CHECK ((ended_at IS NULL) = (state IN ('pending', 'open'))),
    CHECK ((next_try_at IS NOT NULL) = (state = 'open')),
    CHECK ((decided_at IS NULL) = (decider_kind IS NULL) AND (decided_at IS NULL) = (decider_id IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO new_resets
SELECT *, CASE WHEN state = 'pending' THEN requested_at + 72 * 3600 * 1000000 END
FROM resets;

DROP TABLE resets;
ALTER TABLE new_resets RENAME TO resets;

-- An identity has one at most that has not ended. Each finish of a ceremony looks here.
CREATE UNIQUE INDEX resets_unfinished ON resets (identity_id) WHERE ended_at IS NULL;
CREATE INDEX resets_due ON resets (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX resets_state ON resets (state, id);
CREATE INDEX resets_identity ON resets (identity_id, id);
