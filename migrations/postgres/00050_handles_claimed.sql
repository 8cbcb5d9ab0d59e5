-- +goose Up
-- One replica reads the user handles at Kratos for all, like a comparison.
ALTER TABLE reconciliations
    DROP CONSTRAINT reconciliations_scope_check,
    ADD CONSTRAINT reconciliations_scope_check CHECK (scope IN ('all', 'waiting', 'handles'));
