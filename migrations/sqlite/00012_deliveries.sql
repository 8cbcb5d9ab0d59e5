-- +goose Up
-- How far each sink (a webhook, the mail) has come in the audit log. The log is followed in the order of its batches:
-- an event that is committed late comes in a later batch, whatever its ID.
CREATE TABLE sinks (
    name     TEXT    NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    batch    INTEGER NOT NULL CHECK (batch >= 0),
    event_id BLOB    NOT NULL CHECK (length(event_id) = 16),
    -- Events that happened before are not for this sink.
    since    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    sink        TEXT    NOT NULL CHECK (length(sink) BETWEEN 1 AND 64),
    -- What is delivered stays in the audit log, and is read when it is: an erasure takes it away here too.
    event_id    BLOB    NOT NULL CHECK (length(event_id) = 16),
    event_type  TEXT    NOT NULL CHECK (length(event_type) BETWEEN 1 AND 64),
    identity_id BLOB    CHECK (length(identity_id) = 16),
    batch       INTEGER NOT NULL CHECK (batch > 0),
    state       TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'skipped', 'dropped', 'dead')),
    tries       INTEGER NOT NULL CHECK (tries >= 0),
    failure     TEXT    NOT NULL CHECK (length(failure) <= 256),
    claim       BLOB    CHECK (length(claim) = 16),
    created_at  INTEGER NOT NULL,
    -- While it is claimed: when the claim ends.
    next_try_at INTEGER,
    ended_at    INTEGER,
    UNIQUE (sink, event_id),
    CHECK ((state = 'pending') = (next_try_at IS NOT NULL) AND (state = 'pending') = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX deliveries_due ON deliveries (sink, next_try_at) WHERE state = 'pending';
-- Finds what must go out to the same person before.
CREATE INDEX deliveries_order ON deliveries (sink, identity_id, batch, event_id) WHERE state = 'pending';
CREATE INDEX deliveries_state ON deliveries (state, id);
CREATE INDEX deliveries_identity ON deliveries (identity_id, id) WHERE identity_id IS NOT NULL;
CREATE INDEX deliveries_ended ON deliveries (ended_at) WHERE ended_at IS NOT NULL;
