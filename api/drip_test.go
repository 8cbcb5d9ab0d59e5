package api_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/transport"
)

// Two thousand connections send their requests slowly, and an honest client does not notice.
func TestDrippingConnections(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := transport.NewServer(h.public, slog.New(slog.DiscardHandler))
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	defer serving.Wait()
	defer server.Close()
	address := listener.Addr().String()

	const drips = 2000
	connections := make([]net.Conn, 0, drips)
	defer func() {
		for _, c := range connections {
			c.Close()
		}
	}()
	for i := range drips {
		c, err := net.DialTimeout("tcp", address, 30*time.Second)
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		connections = append(connections, c)
		start := "POST /v1/login/begin HTTP/1.1\r\nHost: x\r\n" // half a header
		if i%2 == 0 {                                           // half a body
			start += "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{\"identifier\":\""
		}
		if _, err := io.WriteString(c, start); err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
	}
	begun := time.Now()
	client := &http.Client{Timeout: 30 * time.Second}
	slowest := time.Duration(0)
	pace := time.NewTicker(50 * time.Millisecond)
	defer pace.Stop()
	for time.Since(begun) < 6*time.Second {
		asked := time.Now()
		response, err := client.Post("http://"+address+"/v1/login/begin", "application/json", strings.NewReader(`{}`))
		if err != nil {
			t.Fatalf("an honest client: %v", err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if response.StatusCode != 200 {
			t.Fatalf("an honest client gets %d", response.StatusCode)
		}
		slowest = max(slowest, time.Since(asked))
		for i := range 100 { // some continue slowly
			_, _ = connections[i*20].Write([]byte("x"))
		}
		<-pace.C
	}
	t.Logf("slowest honest answer: %s", slowest)
	if slowest > 4*time.Second { // not until headers are cut off
		t.Errorf("an honest client waits %s", slowest)
	}
	// Half headers are cut off after five seconds.
	_ = connections[1].SetReadDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.Copy(io.Discard, connections[1]); err != nil {
		t.Errorf("a dripping header is still held: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = server.Shutdown(ctx)
}

// Headers have a limit, too, which the listener itself enforces.
func TestHugeHeaders(t *testing.T) {
	h := newHarness(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := transport.NewServer(h.public, slog.New(slog.DiscardHandler))
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	defer serving.Wait()
	defer server.Close()
	for header, want := range map[string]string{
		"X-Padding: " + strings.Repeat("x", 8<<10):  "200",
		"X-Padding: " + strings.Repeat("x", 64<<10): "431",
		"Cookie: a=" + strings.Repeat("x", 64<<10):  "431",
		"X-Padding: a\x00b":                         "400",
		"Content-Length: 2\r\nContent-Length: 3":    "400",
		"Content-Length: -1":                        "400",
	} {
		c, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(30 * time.Second))
		_, _ = fmt.Fprintf(c, "GET /health/alive HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n", header)
		line, _ := bufio.NewReader(c).ReadString('\n')
		c.Close()
		if !strings.Contains(line, " "+want+" ") {
			t.Errorf("%.40q: %q, want %s", header, line, want)
		}
	}
}
