-- +goose Up
-- When Kratos had set the factor up at the latest, by Kratos' clock, as known at seen_at: a use before that was of another
-- factor. Unknown for the rows of an older binary.
ALTER TABLE factors ADD COLUMN set_up_at INTEGER;
