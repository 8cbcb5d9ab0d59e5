-- +goose Up
-- Since when the user has been asked for a second way to sign in (policy.second_factor); null: not yet.
ALTER TABLE enrolment_grace ADD COLUMN second_began_at timestamptz;
