// Package assurance owns the decisions about the assurance of a Kratos session: which factors count, its level, how
// long it is fresh, and who may add a passkey.
//
// Evidence is worth what its factor was worth when it was enrolled, and ends with that factor. Kratos raises a session
// to aal2 the moment a second factor is set up, and does not know about passkeys at Latchkey. If its level counted, a
// stolen password could enrol a factor and reach aal2. So next to a passkey, only a vouched factor counts
// (docs/changes.md).
//
// Decide is a pure function of Facts and Policy: it has no clock and makes no calls, and a test covers its whole
// decision table. Reader gathers the facts from the store and from Kratos. The package does not write, knows neither
// HTTP nor WebAuthn, and leaves it to its callers to list the ways out of a refusal.
//
// Files use each other downwards only; to read the package, begin at the bottom:
//
//	permission, reader, sighting          who may add a passkey | facts gathered | what to record of them
//	secondway                             what would give a user a second way in
//	decision, known, ways, usedwith       level and freshness | facts with their rows | what would help | first factors recorded
//	restson, firstfactor, settings        what a decision rests on | first factors next to a passkey | the settings gate
//	passkeyuse, use, contested, question  uses of passkeys | uses of factors at Kratos | accounts taken back | what users are asked
//	facts, kind, held, clock              what decisions depend on
package assurance
