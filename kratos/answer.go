package kratos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"latchkey/fault"
)

// answer is a complete response from Kratos.
type answer struct {
	status int
	json   bool // whether its media type is JSON
	body   []byte
}

// ask makes one call within the request's budget. Its error is always ErrKratosUnavailable: there was no response, or
// not all of it. Errors that client-go derives from a response are ignored (see reader).
func (c *Client) ask(caller context.Context, operation string, call func(context.Context) (*http.Response, error)) (answer, error) {
	ctx, cancel := c.within(caller)
	defer cancel()
	var got answer
	start := time.Now()
	resp, err := call(context.WithValue(ctx, answerKey{}, &got))
	if resp != nil {
		resp.Body.Close()
	}
	c.meter.KratosCall(operation, outcome(caller, got.status), time.Since(start))
	if got.status == 0 {
		return answer{}, unavailable(err)
	}
	return got, nil
}

// sendAdmin sends a JSON body to the admin API; for use with ask.
func (c *Client) sendAdmin(ctx context.Context, method, path string, body any) (*http.Response, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, c.adminURL+path, bytes.NewReader(encoded))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	return c.adminHTTP.Do(req)
}

// getAdmin sends a request without a body to the admin API; for use with ask.
func (c *Client) getAdmin(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.adminURL+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header["Accept"], req.Header["User-Agent"] = acceptJSON, ourAgent
	// http.Client adds redirects, which are not followed here, and cookies, which the admin API has none of.
	return c.adminHTTP.Transport.RoundTrip(req)
}

// Header values that requests share; they must not be changed.
var (
	acceptJSON = []string{"application/json"}
	ourAgent   = []string{userAgent}
)

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
