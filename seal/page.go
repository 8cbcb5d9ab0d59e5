package seal

import (
	"github.com/google/uuid"

	"latchkey/fault"
)

// Page tokens are sealed for the list that they belong to: a forged token, or one of another list, is refused.

// Page returns the token that continues a list after a row.
func (s *Sealer) Page(list string, last uuid.UUID) string {
	return s.SealToken("page "+list, last[:])
}

// OpenPage opens a token. Errors: *fault.FieldError.
func (s *Sealer) OpenPage(list, token string) (uuid.UUID, error) {
	plain, err := s.OpenToken("page "+list, token)
	if err != nil || len(plain) != len(uuid.Nil) {
		return uuid.Nil, &fault.FieldError{Field: "page_token", Problem: "is not a valid page token"}
	}
	return uuid.UUID(plain), nil
}
