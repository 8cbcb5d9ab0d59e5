-- +goose Up
-- Models that FIDO's metadata reports as compromised, of which there are passkeys. One report of a model is open at a time.
CREATE TABLE compromised_models (
    id              uuid        NOT NULL CONSTRAINT compromised_models_pkey PRIMARY KEY,
    aaguid          uuid        NOT NULL,
    model           text        NOT NULL CHECK (char_length(model) <= 256),
    status          text        NOT NULL CHECK (char_length(status) BETWEEN 1 AND 64),
    action          text        NOT NULL CHECK (action IN ('suspend', 'mark')),
    publisher       text        NOT NULL CHECK (char_length(publisher) BETWEEN 1 AND 64),
    number          bigint      NOT NULL CHECK (number > 0),
    passkeys        bigint      NOT NULL CHECK (passkeys >= 0),
    identities      bigint      NOT NULL CHECK (identities >= 0),
    without_another bigint      NOT NULL CHECK (without_another >= 0),
    seen_at         timestamptz NOT NULL,
    due_at          timestamptz NOT NULL,
    acted_at        timestamptz,
    ended_at        timestamptz,
    ended_for       text        NOT NULL CHECK (ended_for IN ('', 'cleared', 'exempt', 'replaced')),
    CHECK ((ended_at IS NULL) = (ended_for = ''))
);

CREATE UNIQUE INDEX compromised_models_open ON compromised_models (aaguid) WHERE ended_at IS NULL;

-- The passkeys that an open report has suspended or marked. What staff resume is not suspended for the same report again.
CREATE TABLE compromised_passkeys (
    report_id   uuid        NOT NULL CONSTRAINT compromised_passkeys_report REFERENCES compromised_models ON DELETE CASCADE,
    identity_id uuid        NOT NULL,
    passkey_id  uuid        NOT NULL,
    at          timestamptz NOT NULL,
    CONSTRAINT compromised_passkeys_pkey PRIMARY KEY (report_id, passkey_id),
    CONSTRAINT compromised_passkeys_passkey FOREIGN KEY (identity_id, passkey_id) REFERENCES passkeys (identity_id, id) ON DELETE CASCADE
);

CREATE INDEX compromised_passkeys_passkey_idx ON compromised_passkeys (identity_id, passkey_id);
CREATE INDEX passkeys_compromised ON passkeys (id) WHERE suspended_by = 'compromised';
