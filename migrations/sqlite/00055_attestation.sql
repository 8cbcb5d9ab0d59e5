-- +goose Up
-- Attestation that was not asked for was checked, but against no root: a certificate authority that anyone had made was recorded
-- as basic_full. Nothing in these records was verified, so they say from now on what a device without attestation says.
UPDATE passkeys
SET record = json_set(json_replace(record, '$.attestation.object', ''), '$.attestationType', 'none', '$.attestationFormat', 'none')
WHERE coalesce(json_extract(record, '$.attestationType'), '') NOT IN ('none', '')
   OR coalesce(json_extract(record, '$.attestationFormat'), '') NOT IN ('none', '');
