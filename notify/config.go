package notify

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Config holds the sinks, and the timing of deliveries.
type Config struct {
	Webhooks []Webhook
	SETs     []SETReceiver
	Mail     *Mail // nil: no mail
	// SignSET returns a signed token. It is required with SETs.
	SignSET func(context.Context, SET) (string, error)
	// Seal closes new audit events into a batch, which the followers read.
	Seal func(context.Context) error
	// Every is the interval at which the log is read.
	Every time.Duration
	// Timeout limits one delivery to a webhook, and each step of a delivery to a mail server.
	Timeout time.Duration
	// Tries is the number of attempts before a delivery fails permanently.
	Tries int
	// FirstWait is the approximate delay before the second attempt; each further delay is three times as long, up to
	// six hours. Default: 5 s.
	FirstWait time.Duration
	// RootCAs replaces the system's root certificates; nil: the system's.
	RootCAs *x509.CertPool
	Log     *slog.Logger
	Now     func() time.Time
}

const (
	defaultFirstWait = 5 * time.Second
	longestWait      = 6 * time.Hour
	// leaseTimeouts is the length of a lease in timeouts; leaseBeyond is added for clock differences between replicas
	// and for recording the result.
	leaseTimeouts = 5
	leaseBeyond   = time.Minute
	// atOnce is how many deliveries of a sink one process makes concurrently.
	atOnce = 8
	// atMostWithin is the period of atMost; it must be shorter than keepEnded, since ended deliveries are counted.
	atMostWithin = 24 * time.Hour
	// keepEnded and keepDead are how long deliveries are kept for inspection.
	keepEnded, keepDead = 3 * 24 * time.Hour, 30 * 24 * time.Hour
	purgeEvery          = time.Hour
)

// Mail configures the mail server and the texts of mails.
type Mail struct {
	Server   string // host:port
	Security string
	Username string // empty: no authentication
	Password string
	EHLO     string // our name in EHLO: a domain, or an address literal such as [192.0.2.1]
	From     string // an address, with or without a name
	Language string // for users whose language is unknown, such as "en"
	Contacts Contacts

	AppName      string
	PasskeysURL  string // the page that lists a user's passkeys
	NotMeURL     string // the page for users who did not do what a mail reports
	SupportURL   string // optional
	SupportEmail string // optional

	// AdminAlerts is the address for alerts about users with a role; empty: none are sent.
	AdminAlerts string
	// ConsoleURL is the console, where its address is known; empty: alerts name what to look for.
	ConsoleURL string
}

// How the connection to the mail server is protected.
const (
	SecurityStartTLS = "starttls" // a plain connection that becomes TLS before any command
	SecurityTLS      = "tls"
	SecurityNone     = "none" // for a server on this machine only
)

// ErrNoIdentity reports that the identity does not exist.
var ErrNoIdentity = errors.New("notify: no such identity")

// Contacts finds out how to reach a user. Package kratos implements it.
type Contacts interface {
	// Contact returns a verified email address of the identity, or "", and the user's language as a BCP 47 tag, or "".
	// ErrNoIdentity if there is no such identity; any other error leads to a retry.
	Contact(ctx context.Context, identityID uuid.UUID) (address, language string, err error)
}

// Webhook is an address that receives events, signed by the Standard Webhooks scheme
// (https://www.standardwebhooks.com). The operator sets the address, which may be inside their network.
type Webhook struct {
	Name string
	URL  string // https, or http on loopback
	// Secrets all sign, so that a receiver can change from one to the next. Each is "whsec_" and 24 to 64 bytes in
	// Base64.
	Secrets []string
	// Events lists the types to send, such as "passkey.*"; empty: all.
	Events []string
}

// SETReceiver is an address that receives security event tokens (RFC 8417), pushed as RFC 8935 describes. The operator sets the
// address, which may be inside their network.
type SETReceiver struct {
	Name     string
	URL      string // https, or http on loopback
	Audience string // by which the receiver knows that a token is for it
	// Authorization is the header of that name; empty: none.
	Authorization string
	// Events lists the types to send, of caep.Types; empty: all.
	Events []string
	// Subject is the format in which tokens name users, and SubjectIssuer the issuer of their subject, for that which has one.
	Subject       string
	SubjectIssuer string
}

// How tokens name users (RFC 9493).
const (
	SubjectIssSub = "iss_sub"
	SubjectOpaque = "opaque"
)

// SET is what one token says.
type SET struct {
	ID          uuid.UUID // the same in each attempt
	Audience    string
	Transaction uuid.UUID      // the audit event
	Subject     map[string]any // RFC 9493
	Events      map[string]any // the claims of one event, by its URI
}

// addressFault returns what is wrong with the address of a receiver, as the end of a sentence, or "".
func addressFault(receiver, authenticatedBy string) string {
	address, err := url.Parse(receiver)
	switch {
	case err != nil || address.Hostname() == "" || address.Fragment != "":
		return "is not an address, such as https://crm.example.com/hooks/latchkey."
	case address.User != nil:
		return "contains a user; receivers authenticate Latchkey by " + authenticatedBy + "."
	case address.Scheme != "https" && (address.Scheme != "http" || !isLoopback(address.Hostname())):
		return "does not begin with https://; http:// is allowed only on this machine."
	}
	return ""
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.IsLoopback()
}

// Records is the part of the store that notify needs.
type Records interface {
	store.Deliveries
	Canaries(ctx context.Context) ([]uuid.UUID, error)
	SealedEvents(ctx context.Context, batch int64, id uuid.UUID, size int) ([]store.SealedEvent, error)
}
