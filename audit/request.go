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
	// Admit is asked once it is certain whose call it is, and before it writes or spends anything; an error ends the call.
	// nil admits all.
	Admit func(Admission) error
}

// Admission is a call that a rate limit may end.
type Admission struct {
	IdentityID uuid.UUID
	// FlowID is the Kratos flow of a call at the login gate, which has no session; zero elsewhere.
	FlowID uuid.UUID
	// Verified: a usable passkey of the identity has just signed. Calls that others make without one must not use up what
	// such a call needs.
	Verified bool
}

func (r Request) Admitted(a Admission) error {
	if r.Admit == nil {
		return nil
	}
	return r.Admit(a)
}
