package people

import (
	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/authenticator"
	"latchkey/fault"
	"latchkey/webauthnsvc/record"
)

// Profile is what new passkeys of a user must meet.
type Profile struct {
	Name             string   `json:"name"`
	Attestation      string   `json:"attestation"`
	Allow            []string `json:"allow"`
	Deny             []string `json:"deny"`
	Certified        string   `json:"certified"`
	Binding          string   `json:"binding"`
	SyncedFrom       []string `json:"synced_from"`
	UserVerification bool     `json:"user_verification"`
	MinRSABits       int      `json:"min_rsa_bits"`
	MinECBits        int      `json:"min_ec_bits"`
	FIDO2Only        bool     `json:"fido2_only"`
	// Wants is what a registration must bring.
	Wants []authenticator.Want `json:"wants"`
	// Passkeys are those that the user has, with what each lacks. They keep working.
	Passkeys []Profiled `json:"passkeys"`
	// Beside are the kinds of the user's second factors at Kratos that raise a session to aal2: the profile is not for them.
	Beside []string `json:"beside"`
}

// Profiled is a passkey beside a profile: what its attestation proved when it was registered, and the certification of its model now. Roots
// that were removed since, and reports of its model, do not count.
type Profiled struct {
	ID    uuid.UUID            `json:"id"`
	Name  string               `json:"name"`
	Unmet []authenticator.Want `json:"unmet"` // empty: it met all of the profile when it was registered
}

// profile returns the profile of that name beside what the user has; nil for "".
func (s *Service) profile(name string, known assurance.Known) (*Profile, error) {
	if name == "" {
		return nil, nil
	}
	p := s.cfg.Profile(name)
	view := &Profile{
		Name: p.Name, Attestation: orNone(p.Attestation), Allow: list(p.Allow), Deny: list(p.Deny), Certified: p.Certified,
		Binding: p.Binding, SyncedFrom: list(p.SyncedFrom), UserVerification: p.UserVerification, MinRSABits: p.MinRSABits, MinECBits: p.MinECBits,
		FIDO2Only: p.FIDO2Only, Wants: list(p.Wants()), Passkeys: []Profiled{}, Beside: list(assurance.RaisingKinds(known.Facts)),
	}
	if view.Binding == "" {
		view.Binding = authenticator.AnyBinding
	}
	for _, row := range known.Rows {
		facts, attested, err := record.Facts(row)
		if err != nil {
			return nil, fault.OfStore(err)
		}
		if s.cfg.Authenticator != nil {
			if known := s.cfg.Authenticator(row.AAGUID); known != "" {
				facts.Names = append(facts.Names, known)
			}
		}
		facts.Certified = s.cfg.Attestation.Certified(facts.Of, attested)
		view.Passkeys = append(view.Passkeys, Profiled{row.ID, row.Name, list(p.Unmet(facts))})
	}
	return view, nil
}

func orNone(attestation string) string {
	if attestation == "" {
		return authenticator.None
	}
	return attestation
}

// list is never null in JSON.
func list[T any](of []T) []T { return append([]T{}, of...) }
