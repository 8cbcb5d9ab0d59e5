package kratos

import (
	"bytes"
	"io"
	"mime"
	"net"
	"net/http"
	"time"
)

const (
	maxAnswer       = 1 << 20   // bytes of a response body from Kratos
	maxAnswerHeader = 256 << 10 // bytes of its header
)

// httpClient returns a separate client for each of Kratos' two APIs, so that a flood on the public one cannot take the
// admin API's idle connections. The request's context limits the time. Redirects are not followed, because that would
// carry a user's session to an address that is not configured.
//
// clock, which may be nil, gets the Date header of each response.
func (cfg Config) httpClient(clock *Clock) *http.Client {
	dialer := &net.Dialer{Timeout: cfg.Timeout, KeepAlive: 30 * time.Second}
	return &http.Client{
		Transport: reader{clock: clock, next: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    cfg.Timeout,
			MaxIdleConns:           cfg.MaxIdleConns,
			MaxIdleConnsPerHost:    cfg.MaxIdleConns,
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
	next  http.RoundTripper
	clock *Clock
}

type answerKey struct{}

func (t reader) RoundTrip(req *http.Request) (*http.Response, error) {
	sent := time.Now()
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if t.clock != nil {
		t.clock.measure(resp.Header, sent, time.Now())
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
