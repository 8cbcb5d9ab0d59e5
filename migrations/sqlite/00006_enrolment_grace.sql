-- +goose Up
CREATE TABLE enrolment_grace (
    identity_id BLOB    NOT NULL PRIMARY KEY CHECK (length(identity_id) = 16),
    began_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
