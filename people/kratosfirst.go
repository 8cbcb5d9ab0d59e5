package people

import (
	"slices"

	"latchkey/assurance"
)

// kratosMayDemand returns the kinds of the second factors, of which Kratos demands one where its session.whoami.required_aal is
// highest_available. It then gives out no session below aal2, so that nothing here decides about it. Kratos shows that setting to
// no one without a session. A passkey there is no second factor to it.
func kratosMayDemand(f assurance.Facts) []string {
	kinds := []string{}
	for _, one := range f.Factors {
		if one.Kind != assurance.KindPasskey {
			kinds = append(kinds, one.Kind)
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
