package api

import (
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/strictquery"
)

// readFilter is readQuery for a list about users: identity_id selects those of one user, who can also be named by
// identity, which is what the user signs in with.
func (s *Server) readFilter(c echo.Context, known ...string) *strictquery.Query {
	q := readQuery(c, append([]string{"identity_id", "identity"}, known...)...)
	s.resolve(c, q, "identity", "identity_id")
	return q
}

func (s *Server) resolve(c echo.Context, q *strictquery.Query, name, into string) {
	q.Resolve(name, into, func(identifier string) (uuid.UUID, error) {
		return s.rules.People.IdentityID(c.Request().Context(), identifier)
	})
}
