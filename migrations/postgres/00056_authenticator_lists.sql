-- +goose Up
-- FIDO's list of authenticators, or another publisher's: the newest that was verified, for all replicas, and for when its address
-- does not answer. A lower number never replaces a higher one, so that nothing that was reported is forgotten.
CREATE TABLE authenticator_lists (
    publisher     text        PRIMARY KEY,
    number        bigint      NOT NULL,
    digest        bytea       NOT NULL,
    blob          bytea       NOT NULL,
    verified_at   timestamptz NOT NULL,
    origin        text        NOT NULL,
    etag          text        NOT NULL,
    last_modified text        NOT NULL,
    confirmed_at  timestamptz
);

-- One replica fetches it for all, like a comparison. The names of the scopes are those of the binary.
ALTER TABLE reconciliations
    DROP CONSTRAINT reconciliations_scope_check,
    ADD CONSTRAINT reconciliations_scope_check CHECK (char_length(scope) BETWEEN 1 AND 64);
