package webauthnsvc

import (
	"errors"

	"latchkey/audit"
)

// admit counts a call against the limits of its identity, by the result of the verification. A call that failed
// because the database is unavailable is not counted.
func admit(req audit.Request, call audit.Admission, verified error) error {
	var refusal *Refusal
	if verified != nil && !errors.As(verified, &refusal) {
		return nil
	}
	call.Verified = verified == nil
	return req.Admitted(call)
}
