-- +goose Up
-- Which of the other passkeys at Kratos a login took along when it adopted the first one: those seen up to then.
ALTER TABLE first_passkeys ADD COLUMN along_until INTEGER;
