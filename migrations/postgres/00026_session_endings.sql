-- +goose Up
-- Sessions that have to end and that Kratos has not confirmed as ended. A row is written with the change that asks for it,
-- and deleted when they have ended. Those that an older binary removes or suspends a passkey for meanwhile have none.
CREATE TABLE session_endings (
    id          uuid        NOT NULL CONSTRAINT session_endings_pkey PRIMARY KEY,
    identity_id uuid        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('one', 'login', 'others')),
    session_id  uuid,
    -- The session that stays, of 'login' and 'others'.
    kept_id     uuid,
    -- Of 'login': when its code was redeemed. Of 'others': sessions that began later stay.
    at          timestamptz NOT NULL,
    caused_at   timestamptz NOT NULL,
    -- While it is claimed: when the claim ends.
    due_at      timestamptz NOT NULL,
    tries       integer     NOT NULL CHECK (tries >= 0),
    claim       uuid,
    CHECK ((session_id IS NOT NULL) = (kind = 'one'))
);

CREATE INDEX session_endings_due ON session_endings (due_at);
CREATE INDEX session_endings_identity ON session_endings (identity_id, id);
-- However often a person asks from one session, or staff from none, there is one row.
CREATE UNIQUE INDEX session_endings_others ON session_endings (identity_id, coalesce(kept_id, identity_id)) WHERE kind = 'others';
