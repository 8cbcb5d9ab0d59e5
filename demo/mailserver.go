package demo

import (
	"bufio"
	"cmp"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

// MailOptions configure how a mail server behaves.
type MailOptions struct {
	TLS       *tls.Config
	Implicit  bool   // TLS from the start
	StartTLS  bool   // offers STARTTLS
	Login     string // "user:password": required
	Recipient string // the response to RCPT TO; default: accepted
	Message   string // the response to the message; default: accepted
	BreakOff  bool   // disconnects after it has accepted a message
	Hang      bool   // never responds
}

// MailServer is a mail server on loopback with the commands that a mail needs (RFC 5321, 3207, 4954). It keeps accepted
// mails.
type MailServer struct {
	MailOptions
	Address string // host:port

	listener net.Listener
	mu       sync.Mutex
	mails    []ReceivedMail
}

// ReceivedMail is a mail that the server accepted.
type ReceivedMail struct {
	From, To, Message string // the first two as in the commands MAIL and RCPT
	Encrypted, Login  bool
}

// StartMailServer listens on a free port of loopback until Close.
func StartMailServer(options MailOptions) (*MailServer, error) {
	s := &MailServer{MailOptions: options}
	s.Recipient, s.Message = cmp.Or(s.Recipient, "250 ok"), cmp.Or(s.Message, "250 taken")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.Address, s.listener = listener.Addr().String(), listener
	if s.Implicit {
		listener = tls.NewListener(listener, s.TLS)
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s, nil
}

// Close stops listening. Connections in progress end by themselves.
func (s *MailServer) Close() error { return s.listener.Close() }

// Received returns the mails that it accepted, oldest first.
func (s *MailServer) Received() []ReceivedMail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]ReceivedMail(nil), s.mails...)
}

func (s *MailServer) serve(conn net.Conn) {
	defer func() { conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if s.Hang {
		time.Sleep(10 * time.Second)
		return
	}
	reader := bufio.NewReader(conn)
	say := func(lines ...string) { fmt.Fprint(conn, strings.Join(lines, "\r\n")+"\r\n") }
	say("220 mail.test")
	mail := ReceivedMail{Encrypted: s.Implicit}
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
			if s.StartTLS && !mail.Encrypted {
				lines = append(lines, "250-STARTTLS")
			}
			if s.Login != "" {
				lines = append(lines, "250-AUTH PLAIN")
			}
			say(append(lines, "250 8BITMIME")...)
		case "STARTTLS":
			say("220 go on")
			secured := tls.Server(conn, s.TLS)
			if secured.Handshake() != nil {
				return
			}
			conn, reader, mail.Encrypted = secured, bufio.NewReader(secured), true
		case "AUTH":
			_, proof, _ := strings.Cut(rest, " ")
			decoded, _ := base64.StdEncoding.DecodeString(proof)
			if strings.TrimPrefix(strings.ReplaceAll(string(decoded), "\x00", ":"), ":") != s.Login {
				say("535 no")
				continue
			}
			mail.Login = true
			say("235 welcome")
		case "MAIL":
			if s.Login != "" && !mail.Login {
				say("530 who are you")
				continue
			}
			mail.From = rest
			say("250 ok")
		case "RCPT":
			mail.To += rest
			say(s.Recipient)
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
			mail.Message = message.String()
			if strings.HasPrefix(s.Message, "250") {
				s.mu.Lock()
				s.mails = append(s.mails, mail)
				s.mu.Unlock()
			}
			say(s.Message)
			if s.BreakOff {
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
