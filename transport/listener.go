package transport

import (
	"bytes"
	"net"
	"net/http"
)

// Listen returns a listener on a TCP address for NewServer. It completes the responses that net/http writes itself, without a
// handler: to requests that it cannot read (400, 431, 501, 505), and to expectations that it does not know (417). They
// get the headers of SetDefaults, and with strict that of SetStrictTransport. Below TLS it cannot see them.
func Listen(address string, strict bool) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	header := http.Header{}
	SetDefaults(header)
	if strict {
		SetStrictTransport(header)
	}
	var lines bytes.Buffer
	if err := header.Write(&lines); err != nil {
		return nil, err
	}
	return completing{listener, lines.Bytes()}, nil
}

type completing struct {
	net.Listener
	headers []byte
}

func (l completing) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok { // embedded as itself, since net/http also uses methods that net.Conn lacks
		return &completed{tcp, l.headers}, err
	}
	return c, err
}

type completed struct {
	*net.TCPConn
	headers []byte
}

// Write gets each of these responses in one piece.
func (c *completed) Write(b []byte) (int, error) {
	at := afterStatus(b)
	if at == 0 {
		return c.TCPConn.Write(b)
	}
	whole := bytes.Join([][]byte{b[:at], c.headers, b[at:]}, nil)
	n, err := c.TCPConn.Write(whole)
	if n > at {
		n = max(at, n-len(c.headers))
	}
	return n, err
}

// ownHeaders are all headers of a response that net/http writes to a request that it cannot read. Handlers' responses
// also have a Date.
const ownHeaders = "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"

// afterStatus returns the index behind the status line of a response that net/http writes without a handler, or 0.
func afterStatus(b []byte) int {
	const version = "HTTP/1.1 "
	if !bytes.HasPrefix(b, []byte(version)) {
		return 0
	}
	at := bytes.IndexByte(b, '\n') + 1
	if at > 0 && (bytes.HasPrefix(b[at:], []byte(ownHeaders)) || bytes.HasPrefix(b[len(version):], []byte("417 "))) {
		return at
	}
	return 0
}
