package api

import "latchkey/account"

// unraised reports that the login has created a session which Kratos refuses until it is raised to aal2 there. The
// response still delivers it, since that takes its cookie or token.
type unraised struct {
	*account.AAL2Required
	session unraisedSession
}

type unraisedSession struct {
	Kind  string `json:"kind"`
	Token string `json:"token,omitempty"`
}

func (e *unraised) Unwrap() error { return e.AAL2Required }
