package api_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"latchkey/transport"
)

// listening serves a handler as the binary does, and returns its address.
func listening(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.Config = transport.NewServer(handler, slog.New(slog.DiscardHandler))
	listener, err := transport.Listen("127.0.0.1:0", true)
	if err != nil {
		t.Fatal(err)
	}
	_ = server.Listener.Close() // httptest's own
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// rawly sends bytes, and returns the answer up to the end of the connection; kept reports whether the server keeps it.
func rawly(t *testing.T, address, request string) (answer string, kept bool) {
	t.Helper()
	reader := sending(t, address, request)
	text, response := read(t, reader)
	if response.Close {
		more, _ := io.ReadAll(reader)
		return text + string(more), false
	}
	return text, true
}

// sending opens a connection and sends bytes.
func sending(t *testing.T, address, request string) *bufio.Reader {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	return bufio.NewReader(conn)
}

// read reads one response, as its status and body.
func read(t *testing.T, reader *bufio.Reader) (text string, response *http.Response) {
	t.Helper()
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %s", response.StatusCode, body), response
}

// A client that announces more than the limit is refused before it sends any of it.
func TestExpectContinue(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	address := listening(t, h.public)
	for _, request := range []string{"POST /v1/login/begin", "POST /v1/registration/finish", "PATCH /v1/passkeys/x", "DELETE /v1/passkeys/x",
		"POST /oauth2/token", "POST /hooks/kratos/login", "POST /admin/v1/keys", "GET /health/alive", "PUT /nothing"} {
		for _, expect := range []string{"Expect: 100-continue\r\n", ""} {
			got, kept := rawly(t, address, request+" HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+expect+"Content-Length: 10737418240\r\n\r\n")
			if !strings.HasPrefix(got, "413 ") || !strings.Contains(got, `"payload_too_large"`) || kept {
				t.Errorf("%s with 10 GB, %q: %s, kept %v", request, expect, got, kept)
			}
		}
	}
	// A body of the allowed length is invited.
	got, _ := rawly(t, address, "POST /v1/login/begin HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}")
	if !strings.HasPrefix(got, "100 ") {
		t.Errorf("got %s, want beginning with 100", got)
	}
	// Forward-auth gets the headers of requests to the application, and reads no body.
	got, _ = rawly(t, address, "GET /v1/authz HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10737418240\r\n\r\n")
	if !strings.HasPrefix(got, "401 ") {
		t.Errorf("forward-auth: %s", got)
	}
}

// A request with Transfer-Encoding is answered, and nothing after it on the same connection is taken for a request.
func TestChunkedRequestsEndTheConnection(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	chunked := "POST /v1/login/begin HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n%s\r\n2\r\n{}\r\n0\r\n\r\n" +
		"GET /health/alive HTTP/1.1\r\nHost: x\r\n\r\n"
	for name, handler := range map[string]http.Handler{"public": h.public, "admin": h.admin, "metrics": h.server.Metrics()} {
		address := listening(t, handler)
		for _, length := range []string{"", "Content-Length: 2\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n"} {
			got, kept := rawly(t, address, fmt.Sprintf(chunked, length))
			if kept || strings.Contains(got, "HTTP/1.1") || name == "public" && !strings.HasPrefix(got, "200 ") {
				t.Errorf("%s with %q: %s, kept %v", name, length, got, kept)
			}
		}
		if got, kept := rawly(t, address, "GET /health/alive HTTP/1.1\r\nHost: x\r\n\r\n"); !kept {
			t.Errorf("%s: a plain request ends the connection: %s", name, got)
		}
	}
}

// A load balancer must be the first to close an idle connection; Google's does after 600 s.
func TestIdleConnectionsOutlastLoadBalancers(t *testing.T) {
	server := transport.NewServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	if server.IdleTimeout < 610*time.Second || server.ReadHeaderTimeout > 10*time.Second {
		t.Errorf("idle: %s, headers: %s", server.IdleTimeout, server.ReadHeaderTimeout)
	}
}

// net/http answers some requests itself, without a handler. These responses have the headers of all others, and are
// otherwise unchanged.
func TestHeadersWithoutHandler(t *testing.T) {
	h := newHarness(t)
	for name, handler := range map[string]http.Handler{"public": h.public, "admin": h.admin} {
		address := listening(t, handler)
		for request, want := range map[string]string{
			"GET / HTTP/1.1\r\n\r\n":                                         "400 400 Bad Request: missing required Host header",
			"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n":                   "400 400 Bad Request",
			"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n":                            "400 400 Bad Request: malformed Host header",
			"nonsense\r\n\r\n":                                               "400 400 Bad Request",
			"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n":                  "400 400 Bad Request",
			"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n":        "400 400 Bad Request",
			"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n":                 "400 400 Bad Request",
			"GET / HTTP/1.1\r\nHost: x\r\n(: b\r\n\r\n":                      "400 400 Bad Request",
			"GET / HTTP/3.7\r\nHost: x\r\n\r\n":                              "505 505 HTTP Version Not Supported: unsupported protocol version",
			"GET / HTTP/1.1\r\nHost: x\r\nExpect: dinner\r\n\r\n":            "417 ",
			"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: br\r\n\r\n":    "501 Unsupported transfer encoding",
			"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 32<<10): "431 431 Request Header Fields Too Large",
		} {
			got, response := read(t, sending(t, address, request))
			header := response.Header
			if got != want || header.Get("X-Content-Type-Options") != "nosniff" || header.Get("X-Frame-Options") != "DENY" ||
				header.Get("Referrer-Policy") != "same-origin" || header.Get("Strict-Transport-Security") == "" ||
				header.Get("Content-Security-Policy") != "default-src 'none'; frame-ancestors 'none'" || !response.Close {
				t.Errorf("%s: %.50q: %s %v", name, request, got, header)
			}
		}
		// A handler's response is not touched.
		_, response := read(t, sending(t, address, "GET /health/alive HTTP/1.1\r\nHost: x\r\n\r\n"))
		if values := response.Header.Values("X-Content-Type-Options"); len(values) != 1 || response.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %v", name, response.Header)
		}
	}
}
