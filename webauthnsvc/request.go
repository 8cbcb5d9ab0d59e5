package webauthnsvc

// Request is what the rules need to know of the HTTP request, and what its audit events keep of it.
type Request struct {
	ID        string // request ID, also in the log and in problem documents
	IP        string // of the client, by trusted proxies only
	UserAgent string // at most 512 bytes
	Origin    string // the Origin header, "" without one
	// Browser tells that the request carries Origin or Sec-Fetch-Site: then its logins are bound to Nonce.
	Browser bool
	// Nonce is the value of the browser's nonce cookie; never empty at a browser's login begin.
	Nonce string
}
