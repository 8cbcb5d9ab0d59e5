-- +goose Up
-- The user handle of the removed passkey: only its holder's browser is asked to forget it. Rows that were written before,
-- or by an older binary, have none and ask nothing of any browser.
ALTER TABLE tombstones ADD COLUMN user_handle bytea CHECK (octet_length(user_handle) BETWEEN 1 AND 64);
