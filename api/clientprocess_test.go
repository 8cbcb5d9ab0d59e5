package api_test

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"
)

// clientProcess is set in the process that sends requests as a client.
const clientProcess = "LATCHKEY_TEST_SEND_AS_CLIENT"

// clientOf is a handler that is served over HTTP, to a client in another process, so that the client's work does not count
// as the server's. The client has a few workers, each with a connection; each sends one request after the other.
type clientOf struct {
	http.Handler
	address string
	to      io.Writer
	from    *bufio.Reader
}

const workers = 4

// batch is what the client has to send, in HTTP/1.1's format: each message through the worker of its index modulo
// workers. It answers with the responses, in the same format.
type batch struct {
	Address  string
	Messages [][]byte
}

func overHTTP(b *testing.B, handler http.Handler) *clientOf {
	b.Helper()
	server := httptest.NewServer(handler)
	b.Cleanup(server.Close)
	to, from := startSelf(b, clientProcess)
	return &clientOf{handler, server.Listener.Addr().String(), to, bufio.NewReader(from)}
}

// startSelf runs this test binary as another process, until the benchmark ends.
func startSelf(b *testing.B, variable string) (io.Writer, io.Reader) {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	process := exec.Command(self)
	process.Env = append(os.Environ(), variable+"=1")
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := process.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	})
	return in, out
}

// serve has the client send all requests, within measure.
func (c *clientOf) serve(b *testing.B, measure func(func()), asks []*ask) {
	b.Helper()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	out := batch{Address: c.address}
	for _, a := range asks {
		var text bytes.Buffer
		a.request.RequestURI = ""
		must(a.request.Write(&text))
		out.Messages = append(out.Messages, text.Bytes())
	}
	step := make([]byte, 1)
	next := func() { _, err := io.ReadFull(c.from, step); must(err) }
	must(gob.NewEncoder(c.to).Encode(out))
	next() // connected
	measure(func() {
		_, err := c.to.Write(step)
		must(err)
		next() // the last response has arrived
	})
	var in batch
	must(gob.NewDecoder(c.from).Decode(&in))
	for i, a := range asks {
		resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(in.Messages[i])), a.request)
		must(err)
		a.answer.Code = resp.StatusCode
		_, err = io.Copy(a.answer.Body, resp.Body)
		must(err)
	}
}

// sendAsClient sends one batch after the other, each on new connections.
func sendAsClient() error {
	in := bufio.NewReader(os.Stdin)
	for {
		var todo batch
		if err := gob.NewDecoder(in).Decode(&todo); err != nil {
			return err
		}
		if err := todo.send(in); err != nil {
			return err
		}
	}
}

func (todo batch) send(in io.ByteReader) error {
	var conns [workers]net.Conn
	for w := range conns {
		conn, err := net.Dial("tcp", todo.Address)
		if err != nil {
			return err
		}
		defer conn.Close()
		conns[w] = conn
	}
	if _, err := os.Stdout.Write([]byte{1}); err != nil {
		return err
	}
	if _, err := in.ReadByte(); err != nil {
		return err
	}
	done := batch{Messages: make([][]byte, len(todo.Messages))}
	var working sync.WaitGroup
	var failed [workers]error
	for w, conn := range conns {
		working.Go(func() { failed[w] = todo.work(w, conn, done) })
	}
	working.Wait()
	if err := errors.Join(failed[:]...); err != nil {
		return err
	}
	if _, err := os.Stdout.Write([]byte{1}); err != nil {
		return err
	}
	return gob.NewEncoder(os.Stdout).Encode(done)
}

// work sends one worker's messages.
func (todo batch) work(w int, conn net.Conn, done batch) error {
	received := bufio.NewReader(conn)
	for i := w; i < len(todo.Messages); i += workers {
		if _, err := conn.Write(todo.Messages[i]); err != nil {
			return err
		}
		resp, err := http.ReadResponse(received, nil)
		if err != nil {
			return err
		}
		var text bytes.Buffer
		if err := errors.Join(resp.Write(&text), resp.Body.Close()); err != nil {
			return err
		}
		done.Messages[i] = text.Bytes()
	}
	return nil
}
