-- +goose Up
-- What waits for a second admin, beside resets, which wait in a table of their own.
CREATE TABLE approvals (
    id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    identity_id     BLOB    NOT NULL CHECK (length(identity_id) = 16),
    kind            TEXT    NOT NULL CHECK (kind IN ('recovery_code', 'enrolment_code', 'passkey_revocation', 'passkey_suspension')),
    -- Without a reference: the record outlives the passkey.
    passkey_id      BLOB    CHECK (length(passkey_id) = 16),
    end_sessions    INTEGER NOT NULL CHECK (end_sessions IN (0, 1)),
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'approved', 'done', 'cancelled')),
    reason          TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 1024),
    requester_kind  TEXT    NOT NULL CHECK (requester_kind IN ('identity', 'admin_key', 'system')),
    requester_id    TEXT    NOT NULL CHECK (length(requester_id) <= 64),
    requester_owner TEXT    NOT NULL CHECK (length(requester_owner) <= 64),
    requested_at    INTEGER NOT NULL,
    decider_kind    TEXT    CHECK (decider_kind IN ('identity', 'admin_key', 'system')),
    decider_id      TEXT    CHECK (length(decider_id) <= 64),
    decider_owner   TEXT    CHECK (length(decider_owner) <= 64),
    decided_at      INTEGER,
    -- Of one that has not ended: until when it can be decided, and then be carried out.
    expires_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    CHECK ((ended_at IS NULL) = (state IN ('pending', 'approved'))),
    CHECK ((decided_at IS NULL) = (state = 'pending')),
    CHECK ((decided_at IS NULL) = (decider_kind IS NULL) AND (decided_at IS NULL) = (decider_id IS NULL)),
    CHECK ((passkey_id IS NOT NULL) = (kind IN ('passkey_revocation', 'passkey_suspension')))
) STRICT, WITHOUT ROWID;

CREATE INDEX approvals_unfinished ON approvals (id) WHERE ended_at IS NULL;
CREATE INDEX approvals_identity ON approvals (identity_id, id);
