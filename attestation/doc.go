// Package attestation owns what an authenticator says about its own model when it makes a passkey (WebAuthn L3 §6.5): it reads the
// attestation object, and verifies the statement in it against roots that the operator trusts. A statement that is not verified so
// is worth nothing: anyone can make a certificate authority and sign one.
//
// It leaves to package authenticator which models are allowed, and to webauthnsvc what is stored.
package attestation
