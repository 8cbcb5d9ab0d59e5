// Package webauthntest is an authenticator and its browser in software, for tests: what net/http/httptest is to
// HTTP, this is to WebAuthn. It answers navigator.credentials.create and get with the JSON that
// PublicKeyCredential.toJSON() gives (WebAuthn L3 §5.1), signed by real keys, and it lies on demand.
//
// It leaves out what browsers do for their user and a server cannot see: consent, and the check of an origin
// against its RP ID. It knows nothing of the server under test.
package webauthntest
