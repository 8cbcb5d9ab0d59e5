// Package webauthnsvc owns the ceremonies: registration, login, step-up, confirmation and the proof at the gate, from the sealed
// state between begin and finish to the verification of what an authenticator answers, and the passkeys that people have.
//
// It leaves to its neighbours what a session may do (standing), what staff may do to a passkey (admin), codes and resets
// (recovery), and Kratos' web_hooks (gate). It knows nothing of HTTP, SQL or Ory: api reads requests, and kratos answers for
// sessions and identities. go-webauthn runs ceremonies in library.go alone. Config.Now is the only clock.
package webauthnsvc
