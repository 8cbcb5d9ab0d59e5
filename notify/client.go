package notify

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"time"
)

const (
	// maxAnswer limits how much of a response is read.
	maxAnswer       = 4 << 10
	maxAnswerHeader = 32 << 10
)

// newClient returns a client for one receiver.
func newClient(cfg Config) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            (&net.Dialer{Timeout: cfg.Timeout}).DialContext,
			TLSClientConfig:        &tls.Config{RootCAs: cfg.RootCAs, MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2:      true,
			MaxIdleConnsPerHost:    atOnce,
			IdleConnTimeout:        time.Minute,
			MaxResponseHeaderBytes: maxAnswerHeader,
		},
		// Only the configured address is called, and none that a receiver names.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// call makes a request and returns the response's status and the beginning of its body. why is the code of a failure: a receiver
// whose response breaks off may have crashed.
func call(client *http.Client, request *http.Request) (status int, body []byte, why string) {
	answer, err := client.Do(request)
	if err != nil {
		return 0, nil, whyFailed(err)
	}
	defer answer.Body.Close()
	if body, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer)); err != nil {
		return 0, nil, whyFailed(err)
	}
	return answer.StatusCode, body, ""
}
