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

// answer is what came back from Kratos, read to its end.
type answer struct {
	status int
	json   bool // whether its media type says JSON
	body   []byte
}

// ask runs one call within the request's budget. Its error is always ErrKratosUnavailable: no answer came, or not all
// of it. What client-go makes of an answer does not count (see reader).
func (c *Client) ask(asker context.Context, operation string, call func(context.Context) (*http.Response, error)) (answer, error) {
	ctx, cancel := c.within(asker)
	defer cancel()
	var got answer
	start := time.Now()
	resp, err := call(context.WithValue(ctx, answerKey{}, &got))
	if resp != nil {
		resp.Body.Close()
	}
	c.meter.KratosCall(operation, outcome(asker, got.status), time.Since(start))
	if got.status == 0 {
		return answer{}, unavailable(err)
	}
	return got, nil
}

// sendAdmin sends a JSON body to the admin API, for ask.
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

// decode reads the members of v. A body that is not called JSON is none, whatever it looks like.
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

// refused tells whether Kratos itself said so with this status: a proxy in front of it has 401, 403 and 404 of its own.
func (a answer) refused(status int) (refusal, bool) {
	var r refusal
	if a.status != status || a.decode(&r) != nil || r.Error.Code != status {
		return refusal{}, false
	}
	return r, true
}

// unclear makes the error for an answer that cannot be understood. The body stays out of it: it may hold anything.
func (a answer) unclear(what string) error {
	return unavailable(fmt.Errorf("status %d, json %t: %s", a.status, a.json, what))
}

// unavailable leaves out the address of a failed request: its query may hold what a person typed as an identifier.
func unavailable(cause error) error {
	if failed, ok := errors.AsType[*url.Error](cause); ok {
		cause = failed.Err
	}
	return fmt.Errorf("%w: %w", fault.ErrKratosUnavailable, cause)
}
