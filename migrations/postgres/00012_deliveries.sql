-- +goose Up
-- How far each sink (a webhook, the mail) has come in the audit log. The log is followed in the order of its batches:
-- an event that is committed late comes in a later batch, whatever its ID.
CREATE TABLE sinks (
    name       text        NOT NULL CONSTRAINT sinks_pkey PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 64),
    batch      bigint      NOT NULL CHECK (batch >= 0),
    event_id   uuid        NOT NULL,
    -- Events that happened before are not for this sink.
    since      timestamptz NOT NULL
);

CREATE TABLE deliveries (
    id          uuid        NOT NULL CONSTRAINT deliveries_pkey PRIMARY KEY,
    sink        text        NOT NULL CHECK (char_length(sink) BETWEEN 1 AND 64),
    -- What is delivered stays in the audit log, and is read when it is: an erasure takes it away here too.
    event_id    uuid        NOT NULL,
    event_type  text        NOT NULL CHECK (char_length(event_type) BETWEEN 1 AND 64),
    identity_id uuid,
    batch       bigint      NOT NULL CHECK (batch > 0),
    state       text        NOT NULL CHECK (state IN ('pending', 'delivered', 'skipped', 'dropped', 'dead')),
    tries       integer     NOT NULL CHECK (tries >= 0),
    failure     text        NOT NULL CHECK (char_length(failure) <= 256),
    claim       uuid,
    created_at  timestamptz NOT NULL,
    -- While it is claimed: when the claim ends.
    next_try_at timestamptz,
    ended_at    timestamptz,
    CONSTRAINT deliveries_event UNIQUE (sink, event_id),
    CHECK ((state = 'pending') = (next_try_at IS NOT NULL) AND (state = 'pending') = (ended_at IS NULL))
);

CREATE INDEX deliveries_due ON deliveries (sink, next_try_at) WHERE state = 'pending';
-- Finds what must go out to the same person before.
CREATE INDEX deliveries_order ON deliveries (sink, identity_id, batch, event_id) WHERE state = 'pending';
CREATE INDEX deliveries_state ON deliveries (state, id) WHERE state <> 'delivered';
CREATE INDEX deliveries_identity ON deliveries (identity_id, id) WHERE identity_id IS NOT NULL;
CREATE INDEX deliveries_ended ON deliveries (ended_at) WHERE ended_at IS NOT NULL;
