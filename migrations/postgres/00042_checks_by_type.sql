-- +goose Up
-- PostgreSQL parses each CHECK of a table again for each statement that writes to it, and evaluates all of them for each
-- new row. A domain is parsed once per connection and checked only where a value is written, so a login, which changes
-- few of a passkey's columns, no longer checks the record of the registration.
CREATE DOMAIN label         AS text  CHECK (char_length(VALUE) BETWEEN 1 AND 64);
CREATE DOMAIN sha256_digest AS bytea CHECK (octet_length(VALUE) = 32);
CREATE DOMAIN salt          AS bytea CHECK (octet_length(VALUE) = 16);
CREATE DOMAIN signature     AS bytea CHECK (octet_length(VALUE) = 64);

CREATE DOMAIN passkey_slot      AS smallint CHECK (VALUE BETWEEN 0 AND 255);
CREATE DOMAIN credential_id     AS bytea    CHECK (octet_length(VALUE) BETWEEN 1 AND 1023);
CREATE DOMAIN user_handle       AS bytea    CHECK (octet_length(VALUE) BETWEEN 1 AND 64);
CREATE DOMAIN rp_id             AS text     CHECK (char_length(VALUE) BETWEEN 1 AND 253);
CREATE DOMAIN credential_record AS json     CHECK (octet_length(VALUE::text) <= 32768 AND json_typeof(VALUE) = 'object');
CREATE DOMAIN sign_count        AS bigint   CHECK (VALUE BETWEEN 0 AND 4294967295);
CREATE DOMAIN suspension_cause  AS text     CHECK (VALUE IN ('', 'verification'));

CREATE DOMAIN actor_kind     AS text   CHECK (VALUE IN ('identity', 'admin_key', 'anonymous', 'system'));
CREATE DOMAIN actor_id       AS text   CHECK (char_length(VALUE) <= 64);
CREATE DOMAIN request_id     AS text   CHECK (char_length(VALUE) <= 128);
CREATE DOMAIN ip_address     AS text   CHECK (char_length(VALUE) <= 64);
CREATE DOMAIN audit_text     AS text   CHECK (char_length(VALUE) <= 1024);
CREATE DOMAIN audit_metadata AS jsonb  CHECK (jsonb_typeof(VALUE) = 'object' AND octet_length(VALUE::text) <= 16384);
CREATE DOMAIN audit_batch    AS bigint CHECK (VALUE > 0);

ALTER TABLE passkeys
    DROP CONSTRAINT passkeys_slot_check,
    DROP CONSTRAINT passkeys_credential_id_check,
    DROP CONSTRAINT passkeys_user_handle_check,
    DROP CONSTRAINT passkeys_rp_id_check,
    DROP CONSTRAINT passkeys_name_check,
    DROP CONSTRAINT passkeys_record_check,
    DROP CONSTRAINT passkeys_sign_count_check,
    DROP CONSTRAINT passkeys_suspended_for_check,
    ALTER COLUMN slot TYPE passkey_slot,
    ALTER COLUMN credential_id TYPE credential_id,
    ALTER COLUMN user_handle TYPE user_handle,
    ALTER COLUMN rp_id TYPE rp_id,
    ALTER COLUMN name TYPE label,
    ALTER COLUMN record TYPE credential_record,
    ALTER COLUMN sign_count TYPE sign_count,
    ALTER COLUMN suspended_for TYPE suspension_cause;

ALTER TABLE spent_challenges
    DROP CONSTRAINT spent_challenges_hash_check,
    ALTER COLUMN hash TYPE sha256_digest;

ALTER TABLE security_audit
    DROP CONSTRAINT security_audit_values,
    ALTER COLUMN event_type TYPE label,
    ALTER COLUMN actor_kind TYPE actor_kind,
    ALTER COLUMN actor_id TYPE actor_id,
    ALTER COLUMN request_id TYPE request_id,
    ALTER COLUMN ip TYPE ip_address,
    ALTER COLUMN user_agent TYPE audit_text,
    ALTER COLUMN reason TYPE audit_text,
    ALTER COLUMN metadata TYPE audit_metadata,
    ALTER COLUMN batch TYPE audit_batch,
    ALTER COLUMN salt TYPE salt,
    ALTER COLUMN personal_hash TYPE sha256_digest,
    ALTER COLUMN erasure TYPE signature;
