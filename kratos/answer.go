package kratos

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"latchkey/fault"
)

// answer is a complete response from Kratos.
type answer struct {
	status int
	json   bool // whether its media type is JSON
	body   []byte
}

// decode unmarshals the body into v. It fails unless the media type is JSON, whatever the body looks like.
func (a answer) decode(v any) error {
	if !a.json {
		return errors.New("not JSON")
	}
	return json.Unmarshal(a.body, v)
}

// refusal is the body of Kratos' errors.
type refusal struct {
	Error struct {
		Code int    `json:"code"`
		ID   string `json:"id"`
	} `json:"error"`
	RedirectBrowserTo string `json:"redirect_browser_to"`
}

// refused reports whether Kratos itself responded with this status: a proxy in front of it has its own 401, 403 and
// 404.
func (a answer) refused(status int) (refusal, bool) {
	var r refusal
	if a.status != status || a.decode(&r) != nil || r.Error.Code != status {
		return refusal{}, false
	}
	return r, true
}

// unclear returns the error for a response that cannot be understood. It omits the body, which may contain anything.
func (a answer) unclear(what string) error {
	return unavailable(fmt.Errorf("status %d, json %t: %s", a.status, a.json, what))
}

// unavailable omits the address of a failed request, because its query may contain an identifier that a user typed.
func unavailable(cause error) error {
	if failed, ok := errors.AsType[*url.Error](cause); ok {
		cause = failed.Err
	}
	return fmt.Errorf("%w: %w", fault.ErrKratosUnavailable, cause)
}
