package authz

import (
	"errors"
	"net/url"
	"strconv"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/standing"
)

// page returns the page where the user gets what the session lacks, and from which they return to the requested address;
// "" if no page helps.
func (c Config) page(err error, q Question) string {
	var (
		aal2   *account.AAL2Required
		stepUp *standing.StepUpRequired
	)
	returnTo := c.Returns.Choose(q.ReturnTo)
	page, query := "", url.Values{"return_to": {returnTo}}
	switch {
	case errors.As(err, &aal2):
		return comingBack(aal2.RedirectTo, returnTo)
	case errors.Is(err, fault.ErrUnauthenticated):
		page = "/login"
	case errors.As(err, &stepUp):
		if ways := stepUp.Ways; len(ways) == 1 && ways[0].URL != "" {
			return comingBack(ways[0].URL, returnTo) // our page cannot help
		}
		page = "/step-up"
		addDemand(query, q.Demand)
	case errors.Is(err, standing.ErrEnrolmentRequired):
		page = "/setup"
	default:
		return ""
	}
	return c.BaseURL + page + "?" + query.Encode()
}

// addDemand tells the step-up page what a session must meet afterwards: one that is fresh by the policy may not.
func addDemand(query url.Values, demand assurance.Demand) {
	if demand.MaxAge > 0 {
		query.Set("max_age", strconv.Itoa(int(demand.MaxAge.Seconds())))
		if demand.Level != "" {
			query.Set("level", demand.Level)
		}
	}
}

// comingBack adds the way back to the address of a Kratos page.
func comingBack(page, returnTo string) string {
	target, err := url.Parse(page)
	if err != nil {
		return page
	}
	query := target.Query()
	query.Set("return_to", returnTo)
	target.RawQuery = query.Encode()
	return target.String()
}
