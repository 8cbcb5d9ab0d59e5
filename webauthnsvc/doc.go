// Package webauthnsvc owns the ceremonies: registration, login, step-up, confirmation and the proof for the login
// gate, from the sealed state between begin and finish to the verification of the authenticator's response. It also
// owns users' management of their own passkeys.
//
// It leaves what a session may do to standing, changes by admins to admin, codes and resets to recovery, and Kratos'
// web_hooks to gate. It knows nothing of HTTP, SQL or Ory: api reads requests, and kratos reports sessions and
// identities. Only library.go calls go-webauthn to run ceremonies. Config.Now is the only clock.
package webauthnsvc
