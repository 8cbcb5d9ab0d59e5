-- +goose Up
-- Since when a user has been asked for a second way to sign in (policy.second_factor).
CREATE TABLE second_grace (
    identity_id uuid        NOT NULL CONSTRAINT second_grace_pkey PRIMARY KEY,
    began_at    timestamptz NOT NULL
);
