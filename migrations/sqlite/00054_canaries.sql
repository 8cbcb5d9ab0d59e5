-- +goose Up
-- The identities that `latchkey doctor --canary` created, and removed again. Nothing is delivered about them.
CREATE TABLE canaries (
	identity_id BLOB    PRIMARY KEY,
	created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX canaries_created_at ON canaries (created_at);
