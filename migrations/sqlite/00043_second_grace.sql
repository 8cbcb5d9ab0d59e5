-- +goose Up
-- Since when a user has been asked for a second way to sign in (policy.second_factor).
CREATE TABLE second_grace (
    identity_id BLOB    NOT NULL PRIMARY KEY CHECK (length(identity_id) = 16),
    began_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
