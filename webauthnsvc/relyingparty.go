package webauthnsvc

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
)

// RP is one relying party: an RP ID and the origins that may use it, each exactly as browsers serialize it
// (WebAuthn L3 §4, HTML "serialization of an origin").
type RP struct {
	ID      string
	Name    string
	Origins []string
	// RelatedOrigins are outside the RP ID's domain; browsers check them in /.well-known/webauthn (L3 §5.11).
	RelatedOrigins []string
	// AppOrigins are the origins of native apps: "android:apk-key-hash:…", or https:// and the RP ID on iOS. They
	// cannot begin a ceremony in a page, since apps send no Origin header.
	AppOrigins []string
	// AppID is the URL for which security keys were registered with the older U2F API, on the RP ID's site; "": none were.
	AppID string
}

// Validate returns all faults of a relying party at once.
func (rp *RP) Validate() error {
	var faults []error
	if err := protocol.ValidateRPID(rp.ID); err != nil {
		faults = append(faults, fmt.Errorf("id: %q is not a domain: %w", rp.ID, err))
	}
	if len(rp.Origins) == 0 {
		faults = append(faults, errors.New("origins: name at least one origin"))
	}
	if len(rp.RelatedOrigins) > 0 {
		if _, err := protocol.NewRelatedOrigins(rp.origins()...); err != nil {
			faults = append(faults, fmt.Errorf("related_origins: %w", err))
		}
	}
	return errors.Join(faults...)
}

// allows reports whether a page of this origin may begin ceremonies.
func (rp *RP) allows(origin string) bool {
	return slices.Contains(rp.Origins, origin) || slices.Contains(rp.RelatedOrigins, origin)
}

// serves is allows, for requests of apps, too, which have no origin.
func (rp *RP) serves(origin string) bool { return origin == "" || rp.allows(origin) }

// RPIDsAt returns the IDs of the relying parties whose passkeys can be used at an origin; for "", all of them.
func RPIDsAt(rps []RP, origin string) []string {
	var ids []string
	for _, rp := range rps {
		if rp.serves(origin) {
			ids = append(ids, rp.ID)
		}
	}
	return ids
}

// origins returns the origins of pages; accepted returns all origins that a response may have.
func (rp *RP) origins() []string  { return slices.Concat(rp.Origins, rp.RelatedOrigins) }
func (rp *RP) accepted() []string { return slices.Concat(rp.origins(), rp.AppOrigins) }
