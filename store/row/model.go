package row

import (
	"github.com/google/uuid"

	"latchkey/authenticator"
)

// Keyed is the condition of the index of key identifiers.
const Keyed = `key_identifier <> ''`

// IDs returns the two lists of IDs in a set of models.
func IDs(models []authenticator.Model) (aaguids []uuid.UUID, keys []string) {
	aaguids, keys = []uuid.UUID{}, []string{} // not NULL
	for _, m := range models {
		if m.KeyIdentifier != "" {
			keys = append(keys, m.KeyIdentifier)
		} else {
			aaguids = append(aaguids, m.AAGUID)
		}
	}
	return aaguids, keys
}

// ReportAAGUID is what a report has in the column aaguid: for a U2F model one that no passkey has. A binary from before the column
// key_identifier acts by that column alone, and would take zeros for all passkeys of unknown models.
func ReportAAGUID(m authenticator.Model) uuid.UUID {
	if m.KeyIdentifier == "" {
		return m.AAGUID
	}
	return uuid.NewSHA1(uuid.Nil, []byte(m.KeyIdentifier))
}

// Among returns the condition that a row of a table is of one of several models. aaguid and key are the conditions on its columns: each list
// of IDs is read by an index of its own.
func Among(table, aaguid, key string) string {
	return `(` + table + `.key_identifier = '' AND ` + table + `.aaguid ` + aaguid + ` OR ` +
		table + `.` + Keyed + ` AND ` + table + `.key_identifier ` + key + `)`
}
