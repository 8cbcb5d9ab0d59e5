package webauthnsvc

import "github.com/google/uuid"

// Page tokens of the admin lists are sealed for the list they belong to, so that one that was made up or tampered with
// is refused and not taken for some place in the list.

// SealPage makes the token that continues a list behind a row.
func (s *Service) SealPage(list string, last uuid.UUID) string {
	return s.seal.SealToken("page "+list, last[:])
}

// OpenPage reads it. FieldError.
func (s *Service) OpenPage(list, token string) (uuid.UUID, error) {
	plain, err := s.seal.OpenToken("page "+list, token)
	if err != nil || len(plain) != len(uuid.Nil) {
		return uuid.Nil, &FieldError{"page_token", "is not one of ours"}
	}
	return uuid.UUID(plain), nil
}
