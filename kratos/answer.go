package kratos

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"latchkey/fault"
	"latchkey/span"
)

// maxAnswer limits the body of a response from Kratos, in bytes.
const maxAnswer = 1 << 20

// reader reads each response to its end and stores it in the context for ask. client-go gets an empty body, since its
// models are of no use here: they fail on values that Kratos allows (metadata that is not an object), which would lock
// out such users, and decoding into them takes longer than the rest of a call.
type reader struct {
	api     string
	next    http.RoundTripper
	measure func(header http.Header, sent, received time.Time)
}

// httpClient returns a separate client for each of Kratos' two APIs, so that a flood on the public one cannot take the
// admin API's idle connections. The request's context limits the time. Redirects are not followed, because that would
// carry a user's session to an address that is not configured.
//
// api is the setting of the address, for errors. measure, which may be nil, gets the header of each response, and when its
// request was sent and it had arrived.
func httpClient(api string, timeout time.Duration, maxIdle int, measure func(header http.Header, sent, received time.Time)) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, KeepAlive: 30 * time.Second}
	return &http.Client{
		Transport: reader{api: api, measure: measure, next: &http.Transport{
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

// maxAnswerHeader limits the header of a response from Kratos, in bytes.
const maxAnswerHeader = 256 << 10

type answerKey struct{}

func (t reader) RoundTrip(req *http.Request) (*http.Response, error) {
	got, ok := req.Context().Value(answerKey{}).(*answer)
	if !ok {
		got = new(answer)
	}
	got.api = t.api
	span.Inject(req.Context(), req.Header)
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
	got.link = resp.Header.Get("Link")
	if err != nil {
		if resp.StatusCode == http.StatusOK {
			got.body = bytes.Clone(body[:min(len(body), beginning)])
		}
		return nil, err
	}
	resp.Body, resp.ContentLength = http.NoBody, 0
	got.status, got.json, got.body = resp.StatusCode, isJSON(resp.Header.Get("Content-Type")), body
	got.total = resp.Header.Get("X-Total-Count")
	got.wait = secondsOf(resp.Header.Get("Retry-After"), time.Now())
	return resp, nil
}

// beginning is how much is kept of a response that is too long.
const beginning = 1 << 10

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

// answer is a complete response from Kratos, or from whatever is at its address. Beside an error it has the link, and the
// beginning of the body, of one that is not complete.
type answer struct {
	api       string // the setting with the address, such as kratos.admin_url
	operation string
	status    int
	json      bool   // whether its media type is JSON
	wait      int    // seconds of its Retry-After header; 0: none
	total     string // its X-Total-Count header
	link      string // its Link header
	body      []byte
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
	Error             kratosError `json:"error"`
	RedirectBrowserTo string      `json:"redirect_browser_to"`
}

// kratosError is an error of Kratos. Message and Reason are for the log only, by way of legible.
type kratosError struct {
	Code    int    `json:"code"`
	ID      string `json:"id"`
	Message string `json:"message"`
	Reason  string `json:"reason"`
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

// unclear returns the error for a response that a call does not expect, and that says nothing about the user. Some
// responses pass by themselves; the others need an operator:
//
//	429                     *fault.KratosBusy
//	408, 425, 5xx           fault.ErrKratosUnavailable
//	any other status        fault.ErrKratosMisconfigured: another address, key or proxy than Latchkey needs
//
// It omits the body, which may contain anything.
func (a answer) unclear(what string) error {
	cause := a.failed(fmt.Errorf("status %d, json %t: %s", a.status, a.json, what))
	switch {
	case a.status == http.StatusTooManyRequests:
		return fmt.Errorf("%w: %w", &fault.KratosBusy{Seconds: max(a.wait, 1)}, cause)
	case passes(a.status):
		return unavailable(cause)
	}
	return misconfigured(cause)
}

// passes reports whether an error of this status may pass by itself.
func passes(status int) bool {
	return status >= http.StatusInternalServerError || status == http.StatusRequestTimeout ||
		status == http.StatusTooEarly || status == http.StatusTooManyRequests
}

// unanswered returns the error for a call without a complete response. A certificate that is not valid, a server without
// TLS and a response over maxAnswer need an operator; anything else may pass.
func (a answer) unanswered(cause error) error {
	if failed, ok := errors.AsType[*url.Error](cause); ok { // its address may contain an identifier that a user typed
		cause = failed.Err
	}
	_, certificate := errors.AsType[*tls.CertificateVerificationError](cause)
	_, plain := errors.AsType[tls.RecordHeaderError](cause)
	_, tooLong := errors.AsType[*http.MaxBytesError](cause)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](cause)
	cause = a.failed(cause)
	if tooLong {
		return fmt.Errorf("%w: %w", fault.ErrKratosTooLong, cause)
	}
	if certificate || unknown || plain || errors.Is(cause, http.ErrSchemeMismatch) {
		return misconfigured(cause)
	}
	return unavailable(cause)
}

func (a answer) failed(cause error) error {
	return &fault.KratosCall{Setting: a.api, Operation: a.operation, Cause: cause}
}

func unavailable(cause error) error { return fmt.Errorf("%w: %w", fault.ErrKratosUnavailable, cause) }

func misconfigured(cause error) error {
	return fmt.Errorf("%w: %w", fault.ErrKratosMisconfigured, cause)
}

// maxWait limits the wait that a Retry-After header asks for.
const maxWait = time.Hour

// secondsOf reads a Retry-After header (RFC 9110 §10.2.3): seconds, or a date. It returns 0 if there is none.
func secondsOf(header string, now time.Time) int {
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(header); err == nil {
		wait = time.Duration(min(seconds, int(maxWait/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		wait = at.Sub(now)
	}
	return int(min(max(wait, 0), maxWait).Seconds())
}
