package authz

import (
	"strconv"
	"strings"

	"latchkey/account"
	"latchkey/standing"
)

// Challenge is the error for a session that does not meet the demand of an application, as RFC 9470 says it.
type Challenge struct {
	*standing.Insufficient
	// ACRValues are the authentication context classes that would meet the demanded level, as discovery names them,
	// separated by spaces; "" if no level is demanded, or none of them would.
	ACRValues string
}

func (c *Challenge) Error() string { return c.Insufficient.Error() }

// Unwrap makes the demand and its remedy visible to errors.As.
func (c *Challenge) Unwrap() error { return c.Insufficient }

// Description says what is missing, for developers.
func (c *Challenge) Description() string {
	demand, wanted := c.Demand, []string{}
	if demand.Level == account.AAL2 {
		wanted = append(wanted, "a second factor")
	}
	if demand.MaxAge > 0 {
		wanted = append(wanted, "an authentication within the last "+c.maxAge()+" s")
	}
	return "This request needs " + strings.Join(wanted, " and ") + "."
}

// Header is the value of WWW-Authenticate (RFC 9470 §3). RFC 6750 §3 allows neither quotation marks nor backslashes in its
// strings, and there are none.
func (c *Challenge) Header() string {
	header := `Bearer error="insufficient_user_authentication", error_description="` + c.Description() + `"`
	if c.ACRValues != "" {
		header += `, acr_values="` + c.ACRValues + `"`
	}
	if c.Demand.MaxAge > 0 {
		header += `, max_age="` + c.maxAge() + `"`
	}
	return header
}

func (c *Challenge) maxAge() string { return strconv.Itoa(c.MaxAge()) }

// MaxAge is the demanded age in seconds; 0 if none is demanded.
func (c *Challenge) MaxAge() int { return int(c.Demand.MaxAge.Seconds()) }
