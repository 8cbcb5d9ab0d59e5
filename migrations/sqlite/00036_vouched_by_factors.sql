-- +goose Up
-- The factors at Kratos on which the vouch rested, besides the passkeys of vouched_by: it ends when one of them is disowned.
-- NULL where it rested on none, and for the rows of an older binary.
ALTER TABLE factors ADD COLUMN vouched_by_factors TEXT CHECK (json_valid(vouched_by_factors));
-- With settings_at: the factors at Kratos on which the freshness of that session rested.
ALTER TABLE first_passkeys ADD COLUMN settings_factors TEXT CHECK (json_valid(settings_factors));
