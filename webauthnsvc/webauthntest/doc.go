// Package webauthntest is an authenticator with its browser in software, for tests: for WebAuthn what
// net/http/httptest is for HTTP. It owns the responses of navigator.credentials.create and get, in the JSON of
// PublicKeyCredential.toJSON() (WebAuthn L3 §5.1), signed by real keys, and forgeries of them.
//
// It omits what browsers do for their user and a server cannot see: consent, and the check of an origin against its
// RP ID. It leaves the server to the tests.
package webauthntest
