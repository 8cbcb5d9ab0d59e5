package revocation

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/strictquery"
)

// Filter selects passkeys, as the filters of their list do. Members that are absent match all.
type Filter struct {
	IdentityID    *uuid.UUID                   `json:"identity_id,omitempty"`
	AAGUID        *uuid.UUID                   `json:"aaguid,omitempty"`
	KeyIdentifier *authenticator.KeyIdentifier `json:"key_identifier,omitempty"`
	RPID          *string                      `json:"rp_id,omitempty"`
	Synced        *bool                        `json:"synced,omitempty"`
	UnusedSince   *time.Time                   `json:"unused_since,omitempty"`
	CreatedSince  *time.Time                   `json:"created_since,omitempty"`
	CreatedUntil  *time.Time                   `json:"created_until,omitempty"`
	CloneWarning  *bool                        `json:"clone_warning,omitempty"`
	Suspended     *bool                        `json:"suspended,omitempty"`
}

// Parameters are those of an address that ReadFilter reads, beside identity_id.
var Parameters = []string{"aaguid", "key_identifier", "rp_id", "synced", "unused_since", "created_since", "created_until", "clone_warning", "suspended"}

// ReadFilter reads the filter of the list of passkeys. What is wrong is an error of the query.
func ReadFilter(q *strictquery.Query) Filter {
	return Filter{
		IdentityID:    q.ID("identity_id"),
		AAGUID:        q.ID("aaguid"),
		KeyIdentifier: strictquery.Each(q, "key_identifier", "is not 40 hexadecimal digits", authenticator.ParseKeyIdentifier),
		RPID:          q.Text("rp_id"),
		Synced:        q.YesOrNo("synced"),
		UnusedSince:   q.At("unused_since"),
		CreatedSince:  q.At("created_since"),
		CreatedUntil:  q.At("created_until"),
		CloneWarning:  q.YesOrNo("clone_warning"),
		Suspended:     q.YesOrNo("suspended"),
	}
}

// maxRPID is the length of the longest domain.
const maxRPID = 253

// clean returns the filter with its times as they are stored. It requires a member: no request revokes all passkeys there
// are. Errors: *fault.FieldError.
func (f Filter) clean() (Filter, error) {
	if f == (Filter{}) {
		return f, &fault.FieldError{Field: "filter", Problem: "has no member, so it matches all passkeys; name at least one"}
	}
	if f.RPID != nil && (*f.RPID == "" || len(*f.RPID) > maxRPID || strings.ContainsFunc(*f.RPID, func(r rune) bool { return r <= ' ' || r > '~' })) {
		return f, &fault.FieldError{Field: "filter/rp_id", Problem: "is no domain"}
	}
	for name, at := range map[string]**time.Time{"unused_since": &f.UnusedSince, "created_since": &f.CreatedSince, "created_until": &f.CreatedUntil} {
		if *at == nil {
			continue
		}
		utc := (*at).UTC().Truncate(time.Microsecond)
		if utc.Year() < 1970 || utc.Year() > 9999 {
			return f, &fault.FieldError{Field: "filter/" + name, Problem: "is not within the years 1970 to 9999"}
		}
		*at = &utc
	}
	return f, nil
}

// encode returns the text in which a clean filter is stored. Equal filters have equal texts.
func (f Filter) encode() string {
	raw, _ := json.Marshal(f) // our own types, and years that JSON can express
	return string(raw)
}

// decode returns a stored filter.
func decode(text string) (f Filter) {
	_ = json.Unmarshal([]byte(text), &f) // written by encode
	return f
}

// Passkeys returns the filter for the list of passkeys.
func (f Filter) Passkeys() store.PasskeyFilter { return f.of(nil) }

// of returns the filter for the store. With an ID, only that passkey can match.
func (f Filter) of(id *uuid.UUID) store.PasskeyFilter {
	return store.PasskeyFilter{
		ID: id, IdentityID: f.IdentityID, AAGUID: f.AAGUID, KeyIdentifier: (*string)(f.KeyIdentifier), RPID: f.RPID, Synced: f.Synced,
		UnusedSince: f.UnusedSince, CreatedSince: f.CreatedSince, CreatedUntil: f.CreatedUntil, CloneWarning: f.CloneWarning, Suspended: f.Suspended,
	}
}
