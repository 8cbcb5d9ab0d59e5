package audit

import "github.com/google/uuid"

// Request is the part of an HTTP request that the rules need, and that its audit events record.
type Request struct {
	ID        string // request ID, also in the log and in problem documents
	IP        string // the client's address; proxies are trusted by configuration
	UserAgent string // at most 512 bytes
	Language  string // the Accept-Language header; not recorded
	Origin    string // the Origin header, "" without one
	// Browser reports that the request has Origin or Sec-Fetch-Site: its logins are bound to Nonce.
	Browser bool
	// CrossSite reports that the browser says that the page is on another site: cookies do not reach it.
	CrossSite bool
	// Nonce is the value of the browser's nonce cookie; never empty when a browser begins a login.
	Nonce string
	// Verifier is what a page of a related origin sends at finish, where it has no nonce cookie (package related).
	Verifier string
	// Opened is called with what identifies the ceremony, once a login or a proof at the gate has opened it and before
	// anything is looked up; an error ends the call. nil admits all calls.
	Opened func(ceremony [32]byte) error
	// Admit is called once the caller is authenticated, before the call writes or spends anything; an error ends the
	// call. nil admits all calls.
	Admit func(Admission) error
}

// Admission is a call that a rate limit may end.
type Admission struct {
	IdentityID uuid.UUID
	// FlowID is the Kratos flow of a call at the login gate, which has no session; zero otherwise.
	FlowID uuid.UUID
	// Verified reports that a usable passkey of the identity has just signed. Calls without one must not use up the
	// limit of such calls.
	Verified bool
}

// Admitted asks Admit whether the call may continue.
func (r Request) Admitted(a Admission) error {
	if r.Admit == nil {
		return nil
	}
	return r.Admit(a)
}

// HasOpened calls Opened.
func (r Request) HasOpened(ceremony [32]byte) error {
	if r.Opened == nil {
		return nil
	}
	return r.Opened(ceremony)
}
