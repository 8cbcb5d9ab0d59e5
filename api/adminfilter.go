package api

import (
	"errors"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/strictquery"
)

// readFilter is readQuery for a list about users: identity_id selects those of one user, who can also be named by
// identity, which is what the user signs in with.
func (s *Server) readFilter(c echo.Context, known ...string) *strictquery.Query {
	q := readQuery(c, append([]string{"identity_id", "identity"}, known...)...)
	s.resolve(c, q, "identity", "identity_id")
	return q
}

// resolve looks up what a parameter says that a user signs in with.
func (s *Server) resolve(c echo.Context, q *strictquery.Query, name, into string) {
	q.Resolve(name, into, func(identifier string) (uuid.UUID, error) {
		id, err := s.rules.People.IdentityID(c.Request().Context(), identifier)
		if wrong := (*fault.FieldError)(nil); errors.As(err, &wrong) {
			err = &fault.FieldError{Field: name, Problem: wrong.Problem}
		}
		return id, err
	})
}
