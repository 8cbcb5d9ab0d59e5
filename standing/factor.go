package standing

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
)

// The values of Factor.HeldBy.
const (
	HeldByLatchkey = "latchkey"
	HeldByKratos   = "kratos"
)

// Factor is a factor of a user, apart from first factors at Kratos. Fields after HeldBy are set only for factors at
// Kratos.
type Factor struct {
	ID          uuid.UUID  `json:"id"`
	Kind        string     `json:"kind"` // "passkey", "totp", … (Kratos' names)
	HeldBy      string     `json:"held_by"`
	FirstSeenAt *time.Time `json:"first_seen_at,omitempty"`
	Vouched     *bool      `json:"vouched,omitempty"` // false: unconfirmed, so it counts for nothing
	VouchedAt   *time.Time `json:"vouched_at,omitempty"`
	How         string     `json:"how,omitempty"` // what vouches for it: first_passkey, import, fresh_session or confirmed
	// Disowned reports that the user said it is not theirs, but Kratos did not remove it.
	Disowned bool `json:"disowned,omitempty"`
	// Name and AddedAt are those of a passkey or key at Kratos, if known.
	Name    string     `json:"name,omitempty"`
	AddedAt *time.Time `json:"added_at,omitempty"`
	// PasskeyID is the passkey here of which Kratos keeps a copy: the same credential. Nil: the factor is only at Kratos.
	PasskeyID *uuid.UUID `json:"passkey_id,omitempty"`
}

// FactorsOf lists the usable passkeys and the factors at Kratos. It includes first factors only if the user is asked
// about them.
func FactorsOf(f assurance.Known) []Factor {
	list := []Factor{}
	for _, passkey := range f.Passkeys {
		if passkey.Usable {
			list = append(list, Factor{ID: passkey.ID, Kind: assurance.KindPasskey, HeldBy: HeldByLatchkey})
		}
	}
	for _, one := range slices.Concat(f.Factors, f.Questioned()) {
		firstSeen, vouched := one.FirstSeenAt, one.Vouched && !one.Disowned
		factor := Factor{
			ID: one.ID, Kind: one.Kind, HeldBy: HeldByKratos, FirstSeenAt: &firstSeen,
			Vouched: &vouched, VouchedAt: one.VouchedAt, How: one.How, Disowned: one.Disowned, Name: one.Name,
		}
		if one.Ref != "" && !one.ChangedAt.IsZero() {
			factor.AddedAt = &one.ChangedAt
		}
		if row, ok := f.CopyOf(one); ok {
			factor.PasskeyID = &row
		}
		list = append(list, factor)
	}
	return list
}
