package demo

import (
	"bufio"
	"cmp"
	"crypto/hmac"
	"crypto/md5"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net"
	"slices"
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
	Auth      string // the mechanisms offered with Login, of PLAIN, LOGIN and CRAM-MD5; default: PLAIN
	Refuse    string // the response to AUTH, whatever the password; default: none
	Greeting  string // default: 220
	Sender    string // the response to MAIL FROM; default: accepted
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
	Hello             string // the name in EHLO
}

// StartMailServer listens on a free port of loopback until Close.
func StartMailServer(options MailOptions) (*MailServer, error) {
	s := &MailServer{MailOptions: options}
	s.Recipient, s.Message = cmp.Or(s.Recipient, "250 ok"), cmp.Or(s.Message, "250 taken")
	s.Sender = cmp.Or(s.Sender, "250 ok")
	s.Auth, s.Greeting = cmp.Or(s.Auth, "PLAIN"), cmp.Or(s.Greeting, "220 mail.test")
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
	say(s.Greeting)
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
			mail.Hello = rest
			lines := []string{"250-mail.test"}
			if s.StartTLS && !mail.Encrypted {
				lines = append(lines, "250-STARTTLS")
			}
			if s.Login != "" {
				lines = append(lines, "250-AUTH "+s.Auth)
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
			if s.Refuse != "" {
				say(s.Refuse)
				continue
			}
			mail.Login = s.proves(rest, func(challenge string) string {
				say("334 " + base64.StdEncoding.EncodeToString([]byte(challenge)))
				answer, _ := reader.ReadString('\n')
				return decode64(answer)
			})
			if !mail.Login {
				say("535 no")
				continue
			}
			say("235 welcome")
		case "MAIL":
			if s.Login != "" && !mail.Login {
				say("530 who are you")
				continue
			}
			mail.From = rest
			say(s.Sender)
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

// proves reports whether AUTH proves the login; ask sends a challenge and returns the answer.
func (s *MailServer) proves(auth string, ask func(challenge string) string) bool {
	mechanism, initial, _ := strings.Cut(auth, " ")
	if !slices.Contains(strings.Fields(s.Auth), mechanism) {
		return false
	}
	user, password, _ := strings.Cut(s.Login, ":")
	switch mechanism {
	case "PLAIN":
		return decode64(initial) == "\x00"+user+"\x00"+password
	case "LOGIN":
		return ask("Username:") == user && ask("Password:") == password
	default: // RFC 2195
		const challenge = "<1896.697170952@mail.test>"
		mac := hmac.New(md5.New, []byte(password))
		mac.Write([]byte(challenge))
		return ask(challenge) == user+" "+hex.EncodeToString(mac.Sum(nil))
	}
}

func decode64(text string) string {
	decoded, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	return string(decoded)
}
