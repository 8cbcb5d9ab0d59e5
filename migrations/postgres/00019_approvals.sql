-- +goose Up
-- What waits for a second admin, beside resets, which wait in a table of their own.
CREATE TABLE approvals (
    id              uuid        NOT NULL CONSTRAINT approvals_pkey PRIMARY KEY,
    identity_id     uuid        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('recovery_code', 'enrolment_code', 'passkey_revocation', 'passkey_suspension')),
    -- Without a reference: the record outlives the passkey.
    passkey_id      uuid,
    end_sessions    boolean     NOT NULL,
    state           text        NOT NULL CHECK (state IN ('pending', 'approved', 'done', 'cancelled')),
    reason          text        NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1024),
    requester_kind  text        NOT NULL CHECK (requester_kind IN ('identity', 'admin_key', 'system')),
    requester_id    text        NOT NULL CHECK (char_length(requester_id) <= 64),
    requester_owner text        NOT NULL CHECK (char_length(requester_owner) <= 64),
    requested_at    timestamptz NOT NULL,
    decider_kind    text        CHECK (decider_kind IN ('identity', 'admin_key', 'system')),
    decider_id      text        CHECK (char_length(decider_id) <= 64),
    decider_owner   text        CHECK (char_length(decider_owner) <= 64),
    decided_at      timestamptz,
    -- Of one that has not ended: until when it can be decided, and then be carried out.
    expires_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    CHECK ((ended_at IS NULL) = (state IN ('pending', 'approved'))),
    CHECK ((decided_at IS NULL) = (state = 'pending')),
    CHECK ((decided_at IS NULL) = (decider_kind IS NULL) AND (decided_at IS NULL) = (decider_id IS NULL)),
    CHECK ((passkey_id IS NOT NULL) = (kind IN ('passkey_revocation', 'passkey_suspension')))
);

CREATE INDEX approvals_unfinished ON approvals (id) WHERE ended_at IS NULL;
CREATE INDEX approvals_identity ON approvals (identity_id, id);
