package doctor

import "context"

// cookieDomain compares the hosts of Kratos and Latchkey with the domain of Kratos' cookies. The one of the session cookie is only
// known after a login: session.cookie.domain overrides cookies.domain.
func (k inspected) cookieDomain(ctx context.Context) []Finding {
	ours, theirs := hostOf(k.BaseURL), hostOf(k.Kratos.BrowserURL)
	if ours == theirs {
		return nil
	}
	domain, err := k.kratos.CookieDomain(ctx)
	switch {
	case err != nil:
		return unanswered("kratos.public_url", err)
	case domain == "":
		return []Finding{Skipf("whether browsers send Kratos' session to Latchkey: Kratos sets its cookies for %s alone, unless session.cookie.domain in kratos.yml says otherwise", theirs)}
	case within(ours, domain):
		return []Finding{{Result: OK, Wrong: "browsers send Kratos' cookies for " + domain + " to Latchkey"}}
	}
	return []Finding{Warnf("browsers do not send Kratos' session to Latchkey, unless session.cookie.domain in kratos.yml says otherwise").
		Because("the cookies of a login flow are for %s, and Latchkey is at %s", domain, ours).
		Do("Set session.cookie.domain in kratos.yml to a domain above both %s and %s, if it is not.", theirs, ours)}
}
