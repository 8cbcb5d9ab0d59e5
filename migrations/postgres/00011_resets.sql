-- +goose Up
CREATE TABLE resets (
    id              uuid        NOT NULL CONSTRAINT resets_pkey PRIMARY KEY,
    identity_id     uuid        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('pending', 'open', 'done', 'cancelled')),
    reason          text        NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1024),
    note            text        NOT NULL CHECK (char_length(note) <= 1024),
    request_id      text        NOT NULL CHECK (char_length(request_id) <= 128),
    requester_kind  text        NOT NULL CHECK (requester_kind IN ('identity', 'admin_key', 'system')),
    requester_id    text        NOT NULL CHECK (char_length(requester_id) <= 64),
    requester_owner text        NOT NULL CHECK (char_length(requester_owner) <= 64),
    requested_at    timestamptz NOT NULL,
    decider_kind    text        CHECK (decider_kind IN ('identity', 'admin_key', 'system')),
    decider_id      text        CHECK (char_length(decider_id) <= 64),
    decider_owner   text        CHECK (char_length(decider_owner) <= 64),
    decided_at      timestamptz,
    -- What has been done so far; written by whoever holds the claim.
    steps           json        NOT NULL CHECK (octet_length(steps::text) <= 16384 AND json_typeof(steps) = 'array'),
    tries           integer     NOT NULL CHECK (tries >= 0),
    failure         text        NOT NULL CHECK (char_length(failure) <= 64),
    claim           uuid,
    -- While it is claimed: when the claim ends.
    next_try_at     timestamptz,
    ended_at        timestamptz,
    CHECK ((ended_at IS NULL) = (state IN ('pending', 'open'))),
    CHECK ((next_try_at IS NOT NULL) = (state = 'open')),
    CHECK ((decided_at IS NULL) = (decider_kind IS NULL) AND (decided_at IS NULL) = (decider_id IS NULL))
);

-- An identity has one at most that has not ended. Each finish of a ceremony looks here.
CREATE UNIQUE INDEX resets_unfinished ON resets (identity_id) WHERE ended_at IS NULL;
CREATE INDEX resets_due ON resets (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX resets_state ON resets (state, id);
CREATE INDEX resets_identity ON resets (identity_id, id);

-- Who made a key: whoever makes a second key is still the same person, and cannot be their own second admin.
ALTER TABLE admin_keys ADD COLUMN owner text NOT NULL DEFAULT '' CHECK (char_length(owner) <= 64);

-- The passkeys that are suspended are few, and looked for by those who resume them.
CREATE INDEX passkeys_suspended ON passkeys (id) WHERE suspended_at IS NOT NULL;

-- What happened in each hour, counted from sealed batches: one row per hour, type and reason.
CREATE TABLE audit_counts (
    hour       timestamptz NOT NULL,
    event_type text        NOT NULL,
    reason     text        NOT NULL,
    count      bigint      NOT NULL CHECK (count > 0),
    CONSTRAINT audit_counts_pkey PRIMARY KEY (hour, event_type, reason)
);

-- The last batch that is counted.
CREATE TABLE audit_counted (
    id    boolean NOT NULL CONSTRAINT audit_counted_pkey PRIMARY KEY CHECK (id),
    batch bigint  NOT NULL CHECK (batch >= 0)
);
INSERT INTO audit_counted (id, batch) VALUES (true, 0);
