package kratos

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"latchkey/fault"
	"latchkey/text"
)

// Kratos answers a login that it refuses like any other, with a redirect. Its reason is in the login flow, if it is for the
// user, or in an error that Kratos keeps. Both are read, since a user whom a web_hook refuses must not be asked to try
// again, and an operator needs the reason in the log.

// noProvider returns the error for a login flow that does not continue at our provider.
func (a answer) noProvider() error {
	var body refusal
	if a.decode(&body) != nil || body.Error.Code != a.status {
		return a.unclear("not the authorization request of our provider")
	}
	cause := fmt.Errorf("kratos has no login by our provider: %s", body.Error.legible())
	words := body.Error.words()
	noDiscovery := strings.Contains(words, "issuer did not match") || strings.Contains(words, ": 404 Not Found") // at issuer_url
	// Otherwise, the flow has expired, or our own listener does not answer Kratos.
	if (a.status == http.StatusGone || passes(a.status)) && !noDiscovery {
		return unavailable(cause)
	}
	return misconfigured(cause)
}

// hookFailed matches a web_hook that does not interrupt the login with messages, and fails with a status.
var hookFailed = regexp.MustCompile(`webhook failed with status code (\d+)`)

// ofLogin classifies an error in which a login has ended. Kratos gives a web_hook's own status in its text only.
func (e kratosError) ofLogin() error {
	words, status := e.words(), e.Code
	if hook := hookFailed.FindStringSubmatch(words); hook != nil {
		status, _ = strconv.Atoi(hook[1])
	}
	if strings.Contains(words, "got no validation errors") { // of a web_hook that refuses without messages
		status = http.StatusForbidden
	}
	cause := fmt.Errorf("the login ends in %s", e.legible())
	switch {
	case strings.Contains(words, "invalid_client"):
		return misconfigured(errors.New("our provider refuses Kratos: client_secret in kratos.yml is not kratos.login.client_secret"))
	case strings.Contains(words, "could not be unmarshalled"): // what a web_hook answered
		return misconfigured(cause)
	case status >= http.StatusBadRequest && !passes(status):
		return fmt.Errorf("%w: %w", fault.ErrKratosRefused, cause)
	}
	return unavailable(cause)
}

// unsafe matches what the log must not repeat: email addresses, user and query of a URL, and secrets, which are longer than
// words. Kratos' words may contain any of them, such as the URL of a web_hook, and those of a hook anything.
var unsafe = regexp.MustCompile(`[^\s"<>]+@[^\s"<>]+|\?[^\s"<>]+|[A-Za-z0-9+=_~-]{24,}`)

// legible returns Kratos' words for the log, without what is unsafe there.
func legible(words string) string {
	return strconv.Quote(text.Legible(unsafe.ReplaceAllString(words, redacted)))
}

func (e kratosError) words() string { return strings.TrimSpace(e.Message + " " + e.Reason) }

func (e kratosError) legible() string {
	return fmt.Sprintf("status %d: %s", e.Code, legible(e.words()))
}
