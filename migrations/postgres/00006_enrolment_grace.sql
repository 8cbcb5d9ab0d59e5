-- +goose Up
CREATE TABLE enrolment_grace (
    identity_id uuid        NOT NULL CONSTRAINT enrolment_grace_pkey PRIMARY KEY,
    began_at    timestamptz NOT NULL
);
