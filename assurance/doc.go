// Package assurance decides how sure Latchkey may be of the person behind a Kratos session: which factors count, the
// level of the session, how long it is fresh, and who may add a passkey.
//
// The principle is that evidence is worth what its factor was worth when it was enrolled, and ends with that factor.
// Kratos raises a session to aal2 the moment a second factor is set up, and knows nothing of the passkeys here, so its
// word alone would let a stolen password enrol a factor and be trusted for it. Beside a passkey, only a vouched factor
// counts (DESIGN 4.2).
//
// Decide is a pure function of Facts and Policy: it has no clock and makes no calls, and its whole decision table is
// tested. Reader gathers the facts from the store and from Kratos. The package does not write, knows no HTTP and no
// WebAuthn, and leaves it to its callers to name the ways out of a refusal.
package assurance
