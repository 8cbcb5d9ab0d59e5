package webauthnsvc

import "latchkey/store"

// verifiesUser reports whether user verification in an assertion of this passkey counts.
func (s *Service) verifiesUser(row store.Passkey, flagged bool) bool {
	return flagged && s.policy.VerifiesUser(row)
}
