-- +goose Up
-- Nothing to do here: SQLite prepares a statement once, and has no index by blocks.
SELECT 1;
