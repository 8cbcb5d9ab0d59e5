-- +goose Up
-- Revocations of all passkeys that match a filter. They belong to no identity, unless the filter names one.
CREATE TABLE revocations (
    id              uuid        NOT NULL CONSTRAINT revocations_pkey PRIMARY KEY,
    identity_id     uuid,
    filter          text        NOT NULL CHECK (char_length(filter) BETWEEN 2 AND 2048),
    end_sessions    boolean     NOT NULL,
    end_codes       boolean     NOT NULL,
    state           text        NOT NULL CHECK (state IN ('pending', 'open', 'done', 'cancelled', 'expired')),
    reason          text        NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1024),
    request_id      text        NOT NULL CHECK (char_length(request_id) <= 128),
    requester_kind  text        NOT NULL CHECK (requester_kind IN ('identity', 'admin_key', 'system')),
    requester_id    text        NOT NULL CHECK (char_length(requester_id) <= 64),
    requester_owner text        NOT NULL CHECK (char_length(requester_owner) <= 64),
    requested_at    timestamptz NOT NULL,
    matched         integer     NOT NULL CHECK (matched > 0),
    revoked         integer     NOT NULL CHECK (revoked >= 0),
    gone            integer     NOT NULL CHECK (gone >= 0),
    skipped         integer     NOT NULL CHECK (skipped >= 0),
    failed          integer     NOT NULL CHECK (failed >= 0),
    decider_kind    text        CHECK (decider_kind IN ('identity', 'admin_key', 'system')),
    decider_id      text        CHECK (char_length(decider_id) <= 64),
    decider_owner   text        CHECK (char_length(decider_owner) <= 64),
    decided_at      timestamptz,
    canceller_kind  text        CHECK (canceller_kind IN ('identity', 'admin_key', 'system')),
    canceller_id    text        CHECK (char_length(canceller_id) <= 64),
    canceller_owner text        CHECK (char_length(canceller_owner) <= 64),
    claim           uuid,
    failure         text        NOT NULL CHECK (char_length(failure) <= 64),
    next_try_at     timestamptz,
    ended_at        timestamptz,
    expires_at      timestamptz,
    CHECK ((ended_at IS NULL) = (state IN ('pending', 'open'))),
    CHECK ((next_try_at IS NOT NULL) = (state = 'open')),
    CHECK ((decided_at IS NULL) = (decider_kind IS NULL) AND (decided_at IS NULL) = (decider_id IS NULL)),
    CHECK ((canceller_kind IS NOT NULL) = (state = 'cancelled') AND (canceller_id IS NOT NULL) = (state = 'cancelled')),
    CHECK (state <> 'pending' OR (decided_at IS NULL AND expires_at IS NOT NULL))
);

CREATE INDEX revocations_unfinished ON revocations (id) WHERE ended_at IS NULL;
CREATE INDEX revocations_due ON revocations (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX revocations_ended ON revocations (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX revocations_identity ON revocations (identity_id) WHERE identity_id IS NOT NULL;

-- The passkeys that matched when the revocation was requested. Without a reference: the record outlives the passkey.
CREATE TABLE revocation_passkeys (
    revocation_id uuid        NOT NULL CONSTRAINT revocation_passkeys_revocation REFERENCES revocations ON DELETE CASCADE,
    passkey_id    uuid        NOT NULL,
    identity_id   uuid        NOT NULL,
    name          label       NOT NULL,
    outcome       text        NOT NULL CHECK (outcome IN ('waiting', 'revoked', 'gone', 'skipped', 'failed')),
    cause         text        NOT NULL CHECK (char_length(cause) <= 64),
    tries         integer     NOT NULL CHECK (tries >= 0),
    at            timestamptz,
    CONSTRAINT revocation_passkeys_pkey PRIMARY KEY (revocation_id, passkey_id),
    CHECK ((at IS NULL) = (outcome = 'waiting')),
    CHECK ((cause <> '') = (outcome IN ('skipped', 'failed')))
);

CREATE INDEX revocation_passkeys_waiting ON revocation_passkeys (revocation_id, tries, passkey_id) WHERE outcome = 'waiting';
CREATE INDEX revocation_passkeys_identity ON revocation_passkeys (identity_id);
