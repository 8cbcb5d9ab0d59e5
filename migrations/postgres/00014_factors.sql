-- +goose Up
-- What an identity holds, or held, at Kratos; known by a keyed fingerprint of what defines it.
CREATE TABLE factors (
    id            uuid        NOT NULL CONSTRAINT factors_pkey PRIMARY KEY,
    identity_id   uuid        NOT NULL,
    kind          text        NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 64),
    fingerprint   bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
    first_seen_at timestamptz NOT NULL,
    -- Since when it has been there without a break: a look at Kratos that began earlier cannot call it gone.
    seen_at       timestamptz NOT NULL,
    vouched_at    timestamptz,
    how           text        NOT NULL CHECK (char_length(how) <= 32),
    disowned_at   timestamptz,
    gone_at       timestamptz,
    -- Of two replicas that see a new factor at once, one inserts it. It also lists those of an identity.
    CONSTRAINT factors_fingerprint_key UNIQUE (identity_id, kind, fingerprint),
    CHECK ((vouched_at IS NULL) = (how = '')),
    CHECK (vouched_at IS NULL OR disowned_at IS NULL)
);
