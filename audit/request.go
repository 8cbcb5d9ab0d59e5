package audit

import "github.com/google/uuid"

// Request is what the rules need to know of the HTTP request, and what its audit events keep of it.
type Request struct {
	ID        string // request ID, also in the log and in problem documents
	IP        string // of the client, by trusted proxies only
	UserAgent string // at most 512 bytes
	Origin    string // the Origin header, "" without one
	// Browser tells that the request carries Origin or Sec-Fetch-Site: then its logins are bound to Nonce.
	Browser bool
	// Nonce is the value of the browser's nonce cookie; never empty at a browser's login begin.
	Nonce string
	// Admit is asked, by a call without a session, once it is certain whose it is: a passkey's owner after the signature, or
	// the identity and the flow (in place of a session) of a gate. An error ends the call, which has then neither written
	// nor spent anything. nil admits all.
	Admit func(sessionID, identityID uuid.UUID) error
}

func (r Request) Admitted(sessionID, identityID uuid.UUID) error {
	if r.Admit == nil {
		return nil
	}
	return r.Admit(sessionID, identityID)
}
