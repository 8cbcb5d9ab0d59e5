package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestGracefulStop: SIGTERM finishes what is under way, and the exit code is 0.
func TestGracefulStop(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Binary: raced.path(t)})
	user, latchkey := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	body, err := json.Marshal(latchkey.begin(t, "registration").created(t, a))
	must(t, err)

	// A request that is half sent at the signal, and completed when new connections are refused.
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.latchkey.PublicURL, "http://"))
	must(t, err)
	defer conn.Close()
	must(t, conn.SetDeadline(time.Now().Add(patience)))
	_, err = fmt.Fprintf(conn, "POST /v1/registration/finish HTTP/1.1\r\nHost: localhost\r\nX-Session-Token: %s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", user.Token(), len(body))
	must(t, err)
	reader := bufio.NewReader(conn)
	line, err := reader.ReadString('\n') // the handler has begun to read
	must(t, err)
	if !strings.Contains(line, "100 Continue") {
		t.Fatalf("got %q before the body, want 100 Continue", line)
	}
	_, err = reader.ReadString('\n')
	must(t, err)
	_, err = conn.Write(body[:len(body)/2])
	must(t, err)

	started := time.Now()
	stopped := make(chan error, 1)
	go func() { stopped <- s.latchkey.Stop() }() // fails on an exit code other than 0
	stopping := false
	eventually(t, "new connections are refused", func() bool {
		got, err := s.anyone().send(t.Context(), http.MethodGet, "/health/ready", nil)
		stopping = stopping || err == nil && got.status == http.StatusServiceUnavailable && strings.Contains(string(got.body), "stopping")
		return err != nil
	})
	if !stopping {
		t.Error("ready never said that it is stopping: a load balancer would not notice")
	}
	_, err = conn.Write(body[len(body)/2:])
	must(t, err)
	resp, err := http.ReadResponse(reader, nil)
	must(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	must(t, err)
	if resp.StatusCode != http.StatusCreated {
		t.Errorf("the request under way got %d: %s, want 201", resp.StatusCode, text)
	}
	must(t, <-stopped)
	t.Logf("stopped after %s, with a request under way", time.Since(started).Round(time.Millisecond))

	started = time.Now()
	must(t, s.latchkey.Start(t.Context()))
	eventually(t, "ready", func() bool {
		return s.anyone().do(t, http.MethodGet, "/health/ready", nil).status == http.StatusOK
	})
	t.Logf("start to ready on an existing database: %s (build flags %q; the budget without any is 500ms)",
		time.Since(started).Round(time.Millisecond), raced.flags)
	s.anyone().login(t, a).want(t, http.StatusOK, nil)
}
