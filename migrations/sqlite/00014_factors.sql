-- +goose Up
-- What an identity holds, or held, at Kratos; known by a keyed fingerprint of what defines it.
CREATE TABLE factors (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    identity_id   BLOB    NOT NULL CHECK (length(identity_id) = 16),
    kind          TEXT    NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    fingerprint   BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    first_seen_at INTEGER NOT NULL,
    -- Since when it has been there without a break: a look at Kratos that began earlier cannot call it gone.
    seen_at       INTEGER NOT NULL,
    vouched_at    INTEGER,
    how           TEXT    NOT NULL CHECK (length(how) <= 32),
    disowned_at   INTEGER,
    gone_at       INTEGER,
    UNIQUE (identity_id, kind, fingerprint),
    CHECK ((vouched_at IS NULL) = (how = '')),
    CHECK (vouched_at IS NULL OR disowned_at IS NULL)
) STRICT, WITHOUT ROWID;
