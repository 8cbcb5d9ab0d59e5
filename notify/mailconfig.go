package notify

import (
	"context"
	"errors"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// ErrNoIdentity reports that the identity does not exist.
var ErrNoIdentity = errors.New("notify: no such identity")

// Contacts finds out how to reach a user. Package kratos implements it.
type Contacts interface {
	// Contact returns a verified email address of the identity, or "", and the user's language as a BCP 47 tag, or "".
	// ErrNoIdentity if there is no such identity; any other error leads to a retry.
	Contact(ctx context.Context, identityID uuid.UUID) (address, language string, err error)
}

// How the connection to the mail server is protected.
const (
	SecurityStartTLS = "starttls" // a plain connection that becomes TLS before any command
	SecurityTLS      = "tls"
	SecurityNone     = "none" // for a server on this machine only
)

// Mail configures the mail server and the texts of mails.
type Mail struct {
	Server   string // host:port
	Security string
	Username string // empty: no authentication
	Password string
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

// Check returns what is wrong with the settings, by name of the setting, each as the end of a sentence.
func (m Mail) Check() map[string]string {
	faults := map[string]string{}
	host, port, err := net.SplitHostPort(m.Server)
	if number, portErr := strconv.ParseUint(port, 10, 16); err != nil || host == "" || portErr != nil || number == 0 {
		faults["server"] = "is not a host and port, such as smtp.example.com:587."
	} else if m.Security == SecurityNone && !isLoopback(host) {
		faults["security"] = "is none, but the mail server is not on this machine: mails could be read in transit."
	}
	if _, err := sender(m.From); err != nil {
		faults["from"] = "is not an address, such as Example <no-reply@example.com>."
	}
	if _, ok := recipient(m.AdminAlerts); !ok && m.AdminAlerts != "" {
		faults["admin_alerts"] = "is not an address, such as security@example.com."
	}
	if _, ok := languages[m.Language]; !ok {
		faults["language"] = "is not a supported language (" + strings.Join(Languages(), ", ") + ")."
	}
	if m.Password != "" && m.Username == "" {
		faults["username"] = "is empty, but a password is set."
	}
	return faults
}

func sender(from string) (*netmail.Address, error) {
	address, err := netmail.ParseAddress(from)
	if err != nil || hasControl(from) {
		return nil, errors.New("notify: invalid sender address")
	}
	return address, nil
}

// recipient parses a bare address. It rejects several addresses, names, and control characters.
func recipient(address string) (*netmail.Address, bool) {
	parsed, err := netmail.ParseAddress(address)
	if err != nil || hasControl(address) || parsed.Name != "" || parsed.Address != address {
		return nil, false
	}
	return &netmail.Address{Address: parsed.Address}, true
}

func hasControl(text string) bool { return strings.ContainsFunc(text, unicode.IsControl) }
