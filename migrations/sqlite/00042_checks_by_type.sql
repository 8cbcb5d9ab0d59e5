-- +goose Up
-- Nothing to do here: SQLite prepares a statement once, with its checks.
SELECT 1;
