package seal

import (
	"github.com/google/uuid"

	"latchkey/fault"
)

// Page tokens are sealed for the list they belong to: one that was made up, or belongs to another list, is refused and not
// taken for a place in this one.

// Page makes the token that continues a list behind a row.
func (s *Sealer) Page(list string, last uuid.UUID) string {
	return s.SealToken("page "+list, last[:])
}

// OpenPage reads it. FieldError.
func (s *Sealer) OpenPage(list, token string) (uuid.UUID, error) {
	plain, err := s.OpenToken("page "+list, token)
	if err != nil || len(plain) != len(uuid.Nil) {
		return uuid.Nil, &fault.FieldError{Field: "page_token", Problem: "is not a valid page token"}
	}
	return uuid.UUID(plain), nil
}
