package webauthnsvc

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/related"
	"latchkey/store"
)

// The kinds of ceremony. The kind is authenticated with the token, so a token of one kind does not open as another.
const (
	kindRegistration = "registration"
	kindLogin        = "login"
	kindStepUp       = "step-up"
)

// Begun is the response to every begin.
type Begun struct {
	Ceremony  string    `json:"ceremony"` // opaque; returned at finish
	ExpiresAt time.Time `json:"expires_at"`
	// PublicKey is PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON (L3 §5.1).
	PublicKey any    `json:"publicKey"`
	Mediation string `json:"mediation,omitempty"`
	// OtherRPIDs are those of further relying parties whose passkeys can be used at this origin, too; for a known user, only
	// those with a passkey of theirs. A browser offers the passkeys of one at a time.
	OtherRPIDs []string `json:"other_rp_ids,omitempty"`
}

// ceremony is the state between begin and finish. The client holds it sealed, and the server stores nothing.
type ceremony struct {
	IdentityID uuid.UUID `json:"identity,omitzero"`
	SessionID  uuid.UUID `json:"session,omitzero"` // the Kratos session it is bound to
	RPID       string    `json:"rp"`
	Origins    []string  `json:"origins"`           // accepted in the response
	Browser    []byte    `json:"browser,omitempty"` // hash of the browser's nonce
	// Page binds a login to a page of a related origin, in place of Browser.
	Page related.Binding `json:"page,omitempty"`
	Name string          `json:"name,omitempty"` // of the new passkey
	// Profile names the profile that the options of a registration are for.
	Profile string    `json:"profile,omitempty"`
	FlowID  uuid.UUID `json:"flow,omitzero"` // the login flow at Kratos, for the gate
	// Payload is the text of a confirmation, Salt the salt of its challenge.
	Payload []byte `json:"payload,omitempty"`
	Salt    []byte `json:"salt,omitempty"`
	// Interaction is Kratos' authorization request, sealed by package oidc.
	Interaction string               `json:"interaction,omitempty"`
	Mint        string               `json:"mint,omitempty"` // the requested kind of Kratos session
	Proof       ProofRequest         `json:"proof,omitzero"` // requested for finish
	Session     webauthn.SessionData `json:"webauthn"`       // whole, since go-webauthn checks against all of it
	// HashedIDs: the session lists hashes of the credential IDs, because there are too many bytes of IDs.
	HashedIDs bool      `json:"hashed_ids,omitempty"`
	IssuedAt  time.Time `json:"iat"`
	ExpiresAt time.Time `json:"exp"`
}

// scope returns what an authenticator signs for: the RP ID, or the AppID if begin named it and the browser says that the key
// was registered for it. Its word is not signed, so the hash must agree. appID is the configured one.
func (c *ceremony) scope(appID string, appIDUsed *bool) string {
	if requested := c.Session.Extensions.AppID; requested != "" && requested == appID && appIDUsed != nil && *appIDUsed {
		return requested
	}
	return c.RPID
}

// boundTo checks that the ceremony belongs to the calling session.
func (c *ceremony) boundTo(session account.Session) error {
	if c.SessionID != session.ID || c.IdentityID != session.Identity.ID {
		return fmt.Errorf("%w: begun in another session", fault.ErrCeremonyInvalid)
	}
	return nil
}

// bindLogin binds a login to the page that began it if that holds a verifier, otherwise to its browser.
func (c *ceremony) bindLogin(req audit.Request, relatedOrigins []string, binding string) (err error) {
	if pageOf(req).HoldsVerifier(relatedOrigins) {
		c.Page, err = related.ParseBinding(binding)
		return err
	}
	c.bindBrowser(req)
	if binding != "" { // not needed here, but what is not a binding is a mistake of the page
		_, err = related.ParseBinding(binding)
	}
	return err
}

// checkLogin checks that the request comes from the page or the browser to which bindLogin has bound the login.
func (c *ceremony) checkLogin(req audit.Request) error {
	if c.Page == nil {
		return c.boundToBrowser(req)
	}
	return c.Page.Check(pageOf(req), c.Origins, req.Verifier)
}

func pageOf(req audit.Request) related.Page {
	return related.Page{Origin: req.Origin, CrossSite: req.CrossSite}
}

// bindBrowser binds a login to the browser that began it, so a page cannot log a user in to another account (login
// CSRF).
func (c *ceremony) bindBrowser(req audit.Request) {
	if req.Browser {
		hash := sha256.Sum256([]byte(req.Nonce))
		c.Browser = hash[:]
	}
}

// boundToBrowser checks that the request comes from the browser that began the ceremony.
func (c *ceremony) boundToBrowser(req audit.Request) error {
	var hash []byte
	if req.Browser {
		sum := sha256.Sum256([]byte(req.Nonce))
		hash = sum[:]
	}
	if subtle.ConstantTimeCompare(hash, c.Browser) != 1 {
		return fmt.Errorf("%w: begun in another browser", fault.ErrCeremonyInvalid)
	}
	return nil
}

// maxWholeIDs is how many bytes of credential IDs are sealed as they are. An ID may have 1023 bytes, and finish sends
// all of them back: 50 such IDs, encoded twice, would exceed the limit of a request body.
const maxWholeIDs = 8 << 10

// hashIDs replaces a long list of allowed credentials by their hashes. A replica of the version before compares the
// hashes with the ID of the response, and refuses it.
func (c *ceremony) hashIDs() {
	listed, size := c.Session.AllowedCredentialIDs, 0
	for _, id := range listed {
		size += len(id)
	}
	if c.HashedIDs = size > maxWholeIDs; !c.HashedIDs {
		return
	}
	hashes := make([][]byte, len(listed))
	for i, id := range listed {
		hash := sha256.Sum256(id)
		hashes[i] = hash[:]
	}
	c.Session.AllowedCredentialIDs = hashes
}

// allows reports whether the credential was listed at begin, if any were (L3 §7.2 step 5). verifySignature restores
// the list for go-webauthn with this credential's ID.
func (c *ceremony) allows(rawID []byte) bool {
	listed := c.Session.AllowedCredentialIDs
	if c.HashedIDs {
		hash := sha256.Sum256(rawID)
		rawID = hash[:]
	}
	return len(listed) == 0 || slices.ContainsFunc(listed, func(id []byte) bool { return bytes.Equal(id, rawID) })
}

// challenge returns the record that lets the ceremony finish only once.
func (c *ceremony) challenge() store.Challenge {
	return store.Challenge{Hash: sha256.Sum256([]byte(c.Session.Challenge)), ExpiresAt: c.ExpiresAt}
}

// ProofRequest is the proof that a caller requests at begin; without an Audience there is none. It is sealed into the
// ceremony, so one service cannot obtain a proof for another.
type ProofRequest struct {
	Audience string `json:"aud,omitempty"`
	Nonce    string `json:"nonce,omitempty"` // chosen by the service that verifies the proof; may be empty
}

// CeremonyLifetime is the time from begin to finish, and the timeout in the options for browsers.
const CeremonyLifetime = 5 * time.Minute

// handleMatches compares the user handle with the row's. It may be absent only if credentials were listed, as with
// old security keys (step 6). If the row's is unknown, the commit compares it.
func handleMatches(c *ceremony, row store.Passkey, handle []byte) bool {
	if len(handle) == 0 {
		return len(c.Session.AllowedCredentialIDs) > 0
	}
	return row.HandleUnknown || bytes.Equal(handle, row.UserHandle)
}
