// Package webauthnsvc owns the rules: ceremonies, freshness, assurance, and the words they are told in.
//
// It knows go-webauthn and the store's contract, and nothing of HTTP, SQL or Ory: the api room reads requests, the
// kratos room answers for sessions and identities. Config.Now is the only clock.
package webauthnsvc
