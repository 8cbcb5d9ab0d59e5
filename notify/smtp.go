package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// smtpFault is the code of a failure that is not the network's: what the mail server refuses or lacks.
type smtpFault string

func (f smtpFault) Error() string { return "notify: mail server: " + string(f) }

const (
	tlsNotOffered  = smtpFault("tls_not_offered")  // no STARTTLS
	tlsRefused     = smtpFault("tls_refused")      // STARTTLS is offered, and refused
	tlsRequired    = smtpFault("tls_required")     // security is none, and the server wants STARTTLS
	authNotOffered = smtpFault("auth_not_offered") // no AUTH, or none of our mechanisms
	authRefused    = smtpFault("auth_refused")     // the user name or the password is wrong
	authRequired   = smtpFault("auth_required")    // there is no user name, and the server wants one
	notLocal       = smtpFault("not_local")        // security is none, and the server's name leads to another machine
)

// smtpServer is the mail server that mails are sent by. The dialogue up to the message is ours: go-mail's client does not
// say by a type what the server refuses or lacks, sends no password to a server on this machine unless the mechanism is
// fixed in advance, and leaves the connection open if it fails.
type smtpServer struct {
	Mail
	host    string
	tls     *tls.Config
	timeout time.Duration // of each step
	client  *mail.Client  // sends in sessions that connect opens
}

func newSMTPServer(m Mail, cfg Config) (*smtpServer, error) {
	host, _, _ := net.SplitHostPort(m.Server) // checked in Mail.Check
	client, err := mail.NewClient(host, mail.WithTimeout(cfg.Timeout), mail.WithoutNoop())
	if err != nil {
		return nil, err
	}
	secured := &tls.Config{ServerName: host, RootCAs: cfg.RootCAs, MinVersion: tls.VersionTLS12}
	return &smtpServer{Mail: m, host: host, tls: secured, timeout: cfg.Timeout, client: client}, nil
}

func (s *smtpServer) send(ctx context.Context, message *mail.Msg) outcome {
	session, err := s.connect(ctx)
	if err != nil {
		return again(whyMailFailed(err))
	}
	defer func() { _ = s.client.CloseWithSMTPClient(session) }()
	err = s.client.SendWithSMTPClient(session, message)
	if err == nil || message.IsDelivered() { // failures after the server accepted the mail are the server's
		return delivered
	}
	return refusal(ctx, session, err)
}

// connect opens a session with the mail server, up to the point where it takes a message.
func (s *smtpServer) connect(ctx context.Context) (*smtp.Client, error) {
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	session, err := smtp.NewClient(conn, s.host)
	if err != nil {
		conn.Close()
		return nil, err
	}
	if err := s.introduce(session); err != nil {
		session.Close()
		return nil, err
	}
	return session, nil
}

// introduce sends EHLO, STARTTLS and AUTH (RFC 5321, 3207, 4954). The password is sent in the clear only with
// SecurityNone, so only within this machine.
func (s *smtpServer) introduce(session *smtp.Client) error {
	if err := session.Hello(s.EHLO); err != nil {
		return err
	}
	if s.Security == SecurityStartTLS {
		if err := s.startTLS(session); err != nil {
			return err
		}
	}
	if s.Username == "" {
		return nil
	}
	return s.authenticate(session)
}

func (s *smtpServer) dial(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	var conn net.Conn
	var err error
	switch s.Security {
	case SecurityTLS:
		conn, err = (&tls.Dialer{Config: s.tls}).DialContext(ctx, "tcp", s.Server)
	case SecurityNone:
		conn, err = (&net.Dialer{Control: refuseOtherMachines}).DialContext(ctx, "tcp", s.Server)
	default:
		conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", s.Server)
	}
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(time.Now().Add(s.timeout)); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// refuseOtherMachines is a net.Dialer.Control. Mail.Check sees only the name of the server, and localhost may lead
// elsewhere: the hosts file and the resolver decide.
func refuseOtherMachines(_, address string, _ syscall.RawConn) error {
	if host, _, err := net.SplitHostPort(address); err != nil || !isLoopback(host) {
		return notLocal
	}
	return nil
}

func (s *smtpServer) startTLS(session *smtp.Client) error {
	if offered, _ := session.Extension("STARTTLS"); !offered {
		return tlsNotOffered
	}
	err := session.StartTLS(s.tls)
	if reply, ok := errors.AsType[*textproto.Error](err); ok && !isTemporary(reply.Code) {
		return tlsRefused
	}
	return err
}

// mechanisms are those of AUTH that we speak, the best first. PLAIN and LOGIN send the password itself.
var mechanisms = []string{"SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN", "NTLM"}

func (s *smtpServer) authenticate(session *smtp.Client) error {
	_, offered := session.Extension("AUTH")
	state, encrypted := session.TLSConnectionState()
	for _, mechanism := range mechanisms {
		if !slices.Contains(strings.Fields(strings.ToUpper(offered)), mechanism) || !encrypted && strings.HasSuffix(mechanism, "-PLUS") {
			continue
		}
		err := session.Auth(s.auth(mechanism, &state))
		if err == nil {
			return nil
		}
		if why := whyMailFailed(err); why == "unreachable" || strings.HasPrefix(why, "smtp_5") {
			return authRefused // by the server, or by the mechanism, which found the server's proof to be wrong
		}
		return err
	}
	return authNotOffered
}

func (s *smtpServer) auth(mechanism string, state *tls.ConnectionState) smtp.Auth {
	clear := s.Security == SecurityNone
	switch mechanism {
	case "SCRAM-SHA-256-PLUS":
		return smtp.ScramSHA256PlusAuth(s.Username, s.Password, state)
	case "SCRAM-SHA-256":
		return smtp.ScramSHA256Auth(s.Username, s.Password)
	case "SCRAM-SHA-1-PLUS":
		return smtp.ScramSHA1PlusAuth(s.Username, s.Password, state)
	case "SCRAM-SHA-1":
		return smtp.ScramSHA1Auth(s.Username, s.Password)
	case "CRAM-MD5":
		return smtp.CRAMMD5Auth(s.Username, s.Password)
	case "PLAIN":
		return smtp.PlainAuth("", s.Username, s.Password, s.host, clear)
	case "LOGIN":
		return smtp.LoginAuth(s.Username, s.Password, s.host, clear)
	default:
		return smtp.NTLMAuth(s.Username, s.Password, "")
	}
}

// refusal is the result of a message that was not sent in a session. A permanent refusal of the recipient or of the
// message is final: a retry would not change it (RFC 5321 §4.2.1). One of the session or of the sender is retried, since
// the settings or the server can be corrected.
func refusal(ctx context.Context, session *smtp.Client, err error) outcome {
	refused, _ := errors.AsType[*mail.SendError](err)
	switch {
	case ctx.Err() != nil:
		return again("timeout")
	case refused == nil || refused.ErrorCode() == 0:
		return again("connection_broken") // it existed
	case refused.ErrorCode() == 530: // RFC 4954 §6, RFC 3207 §4
		offered, _ := session.Extension("STARTTLS")
		if _, encrypted := session.TLSConnectionState(); offered && !encrypted {
			return again(string(tlsRequired))
		}
		return again(string(authRequired))
	}
	code := smtpCode(refused.ErrorCode())
	ofMessage := slices.Contains([]mail.SendErrReason{mail.ErrSMTPRcptTo, mail.ErrSMTPData, mail.ErrSMTPDataClose}, refused.Reason)
	if ofMessage && !isTemporary(refused.ErrorCode()) {
		return hopeless(code)
	}
	return again(code)
}

// whyMailFailed returns the code of a session that could not be opened.
func whyMailFailed(err error) string {
	if fault, ok := errors.AsType[smtpFault](err); ok {
		return string(fault)
	}
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		return smtpCode(reply.Code)
	}
	if _, ok := errors.AsType[textproto.ProtocolError](err); ok {
		return "not_smtp"
	}
	return whyFailed(err)
}

func smtpCode(code int) string { return "smtp_" + strconv.Itoa(code) }

func isTemporary(code int) bool { return code < 500 }
