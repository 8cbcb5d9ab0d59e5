package oidc

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"latchkey/webauthnsvc"
)

// What a request demands of the authentication (OpenID Connect Core §3.1.2.1). Every authorization is a new login with a
// passkey that the user picks. So prompt=login, prompt=select_account and each max_age are met by all of them, auth_time is
// always in the ID token, and nothing can be had without the user (prompt=none).

var wholeNumber = regexp.MustCompile(`^[0-9]{1,18}$`)

func authenticationFault(query url.Values) error {
	wishes := strings.Fields(query.Get("prompt"))
	for _, wish := range wishes {
		if wish != "consent" && !slices.Contains(prompts, wish) {
			return &Fault{Code: "invalid_request", Description: "a value of prompt is not supported"}
		}
	}
	switch {
	case slices.Contains(wishes, "none") && len(wishes) > 1:
		return &Fault{Code: "invalid_request", Description: "prompt=none cannot be combined"}
	case query.Has("max_age") && !wholeNumber.MatchString(query.Get("max_age")):
		return &Fault{Code: "invalid_request", Description: "max_age is not a whole number of seconds"}
	case slices.Contains(wishes, "none"):
		return &Fault{Code: "login_required", Description: "a passkey needs user interaction"}
	}
	return nil
}

// errUnmet is the error code of OpenID Connect Core Error Code unmet_authentication_requirements 1.0.
var errUnmet = &Fault{Code: "unmet_authentication_requirements", Description: "the user has not signed in with a passkey that has any of the acr_values"}

// requiresUV reports whether only a login with user verification meets the request. One of its acr_values is required, as RFC
// 9470 §5 has it, and not merely preferred. Errors: *Fault.
func requiresUV(query url.Values, supported []string) (bool, error) {
	if fault := authenticationFault(query); fault != nil {
		return false, fault
	}
	wanted := strings.Fields(query.Get("acr_values"))
	has := func(acr string) bool { return slices.Contains(wanted, acr) }
	switch {
	case len(wanted) == 0:
		return false, nil
	case !slices.ContainsFunc(supported, has):
		return false, errUnmet
	}
	return !has(webauthnsvc.ACRPasskey), nil
}
