package kratos

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"time"

	"latchkey/fault"
)

const (
	maxAnswer       = 1 << 20   // bytes of a response body from Kratos
	maxAnswerHeader = 256 << 10 // bytes of its header
)

// httpClient returns a separate client for each of Kratos' two APIs, so that a flood on the public one cannot take the
// admin API's idle connections. The request's context limits the time. Redirects are not followed, because that would
// carry a user's session to an address that is not configured.
//
// measure, which may be nil, gets the header of each response, and when its request was sent and it had arrived.
func httpClient(timeout time.Duration, maxIdle int, measure func(header http.Header, sent, received time.Time)) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, KeepAlive: 30 * time.Second}
	return &http.Client{
		Transport: reader{measure: measure, next: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    timeout,
			MaxIdleConns:           maxIdle,
			MaxIdleConnsPerHost:    maxIdle,
			IdleConnTimeout:        90 * time.Second,
			MaxResponseHeaderBytes: maxAnswerHeader,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// reader reads each response to its end and stores it in the context for ask. client-go gets an empty body, since its
// models are of no use here: they fail on values that Kratos allows (metadata that is not an object), which would lock
// out such users, and decoding into them takes longer than the rest of a call.
type reader struct {
	next    http.RoundTripper
	measure func(header http.Header, sent, received time.Time)
}

type answerKey struct{}

func (t reader) RoundTrip(req *http.Request) (*http.Response, error) {
	sent := time.Now()
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if t.measure != nil {
		t.measure(resp.Header, sent, time.Now())
	}
	body, err := readAll(http.MaxBytesReader(nil, resp.Body, maxAnswer), resp.ContentLength)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	resp.Body, resp.ContentLength = http.NoBody, 0
	if got, ok := req.Context().Value(answerKey{}).(*answer); ok {
		*got = answer{status: resp.StatusCode, json: isJSON(resp.Header.Get("Content-Type")), body: body}
	}
	return resp, nil
}

// readAll is io.ReadAll for a body whose length the sender names, or -1. It is a buffer's first size and no more, since the
// sender may be wrong.
func readAll(body io.Reader, length int64) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(int(min(max(length, 0), firstRead)) + bytes.MinRead)
	_, err := buf.ReadFrom(body)
	return buf.Bytes(), err
}

// firstRead is what a response may make us allocate before it has arrived.
const firstRead = 16 << 10

func isJSON(contentType string) bool {
	if contentType == "application/json; charset=utf-8" || contentType == "application/json" { // Kratos' spelling, and the plain one
		return true
	}
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == "application/json"
}

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
