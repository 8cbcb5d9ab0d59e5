package notify

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// smtpServer is a mail server on loopback that speaks what a mail needs (RFC 5321, 3207, 4954), and misbehaves when told to.
type smtpServer struct {
	address  string
	tls      *tls.Config
	starttls bool   // offers STARTTLS
	login    string // "user:password": demands it
	rcpt     string // the answer to RCPT TO
	data     string // the answer to the message
	breakOff bool   // breaks the connection off once it has taken a message
	hang     bool   // says nothing at all

	mu    sync.Mutex
	mails []received
}

type received struct {
	from, to, message string
	encrypted, login  bool
}

// newSMTPServer starts it; with implicit the connection is TLS from the start.
func newSMTPServer(t *testing.T, implicit bool, change func(*smtpServer)) *smtpServer {
	t.Helper()
	s := &smtpServer{rcpt: "250 ok", data: "250 taken"}
	change(s)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	if implicit {
		listener = tls.NewListener(listener, s.tls)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn, implicit)
		}
	}()
	return s
}

func (s *smtpServer) taken() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received(nil), s.mails...)
}

func (s *smtpServer) serve(conn net.Conn, encrypted bool) {
	defer func() { conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if s.hang {
		time.Sleep(10 * time.Second)
		return
	}
	reader := bufio.NewReader(conn)
	say := func(lines ...string) { fmt.Fprint(conn, strings.Join(lines, "\r\n")+"\r\n") }
	say("220 mail.test")
	mail := received{encrypted: encrypted}
	for {
		lineRead, err := reader.ReadString('\n')
		if err != nil {
			return
		}
		command := strings.TrimRight(lineRead, "\r\n")
		verb, rest, _ := strings.Cut(command, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			lines := []string{"250-mail.test"}
			if s.starttls && !mail.encrypted {
				lines = append(lines, "250-STARTTLS")
			}
			if s.login != "" {
				lines = append(lines, "250-AUTH PLAIN")
			}
			say(append(lines, "250 8BITMIME")...)
		case "STARTTLS":
			say("220 go on")
			secured := tls.Server(conn, s.tls)
			if secured.Handshake() != nil {
				return
			}
			conn, reader, mail.encrypted = secured, bufio.NewReader(secured), true
		case "AUTH":
			_, proof, _ := strings.Cut(rest, " ")
			decoded, _ := base64.StdEncoding.DecodeString(proof)
			if strings.TrimPrefix(strings.ReplaceAll(string(decoded), "\x00", ":"), ":") != s.login {
				say("535 no")
				continue
			}
			mail.login = true
			say("235 welcome")
		case "MAIL":
			if s.login != "" && !mail.login {
				say("530 who are you")
				continue
			}
			mail.from = rest
			say("250 ok")
		case "RCPT":
			mail.to += rest
			say(s.rcpt)
		case "DATA":
			say("354 speak")
			var message strings.Builder
			for {
				text, err := reader.ReadString('\n')
				if err != nil {
					return
				}
				if text == ".\r\n" {
					break
				}
				message.WriteString(strings.TrimPrefix(text, "."))
			}
			mail.message = message.String()
			if strings.HasPrefix(s.data, "250") {
				s.mu.Lock()
				s.mails = append(s.mails, mail)
				s.mu.Unlock()
			}
			say(s.data)
			if s.breakOff {
				return
			}
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// certificate is one for loopback, with the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}
