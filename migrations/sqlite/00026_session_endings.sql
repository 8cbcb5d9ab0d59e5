-- +goose Up
-- Sessions that have to end and that Kratos has not confirmed as ended. A row is written with the change that asks for it,
-- and deleted when they have ended. Those that an older binary removes or suspends a passkey for meanwhile have none.
CREATE TABLE session_endings (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    identity_id BLOB    NOT NULL CHECK (length(identity_id) = 16),
    kind        TEXT    NOT NULL CHECK (kind IN ('one', 'login', 'others')),
    session_id  BLOB    CHECK (length(session_id) = 16),
    -- The session that stays, of 'login' and 'others'.
    kept_id     BLOB    CHECK (length(kept_id) = 16),
    -- Of 'login': when its code was redeemed. Of 'others': sessions that began later stay.
    at          INTEGER NOT NULL,
    caused_at   INTEGER NOT NULL,
    -- While it is claimed: when the claim ends.
    due_at      INTEGER NOT NULL,
    tries       INTEGER NOT NULL CHECK (tries >= 0),
    claim       BLOB    CHECK (length(claim) = 16),
    CHECK ((session_id IS NOT NULL) = (kind = 'one'))
) STRICT, WITHOUT ROWID;

CREATE INDEX session_endings_due ON session_endings (due_at);
CREATE INDEX session_endings_identity ON session_endings (identity_id, id);
-- However often a person asks from one session, or staff from none, there is one row.
CREATE UNIQUE INDEX session_endings_others ON session_endings (identity_id, coalesce(kept_id, identity_id)) WHERE kind = 'others';
