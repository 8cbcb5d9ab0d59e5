package transport

import "net/http"

// Header values that responses share; they must not be changed. Set would allocate a slice for each.
var (
	noSniff         = []string{"nosniff"}
	sameOrigin      = []string{"same-origin"} // package web says why not no-referrer
	deny            = []string{"DENY"}
	policy          = []string{"default-src 'none'; frame-ancestors 'none'"}
	strictTransport = []string{"max-age=31536000"}
	connectionClose = []string{"close"}
)

// SetDefaults sets the headers of all responses, failures and redirects included: none is read as another type, runs
// scripts or is framed, and no address leaks to other sites. Pages and files replace what they need otherwise.
func SetDefaults(h http.Header) {
	h["X-Content-Type-Options"], h["Referrer-Policy"] = noSniff, sameOrigin
	h["X-Frame-Options"], h["Content-Security-Policy"] = deny, policy
}

// SetStrictTransport has browsers use https for this host for a year (RFC 6797): passkeys never work without. It says
// nothing about subdomains, which may not be ours.
func SetStrictTransport(h http.Header) { h["Strict-Transport-Security"] = strictTransport }

// CloseConnection closes the connection after this response.
func CloseConnection(h http.Header) { h["Connection"] = connectionClose }

// MayBeSmuggled reports whether a request is to be the last one of its connection, because it is chunked. It may also have
// had a Content-Length, which net/http drops without a trace; a proxy that went by that one would take the rest for the
// next request (RFC 9112 §6.1).
func MayBeSmuggled(r *http.Request) bool { return len(r.TransferEncoding) > 0 }
