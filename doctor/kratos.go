package doctor

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"latchkey/kratos/inspect"
	"latchkey/kratos/trait"
)

// addresses finds out which API is at which address. Both being wrong is one mistake, mostly.
func (k inspected) addresses(ctx context.Context) (found []Finding) {
	public, publicErr := k.kratos.API(ctx, k.Kratos.PublicURL)
	admin, adminErr := k.kratos.API(ctx, k.Kratos.AdminURL)
	if public == inspect.Admin && admin == inspect.Public {
		return []Finding{Faultf("kratos.public_url and kratos.admin_url are swapped").
			Because("%s answers as Kratos' admin API, and %s as its public one", k.Kratos.PublicURL, k.Kratos.AdminURL).
			Do("Swap %s and %s.", k.At("kratos.public_url"), k.At("kratos.admin_url"))}
	}
	for _, one := range []struct {
		setting, address string
		want, got        inspect.API
		err              error
	}{
		{"kratos.public_url", k.Kratos.PublicURL, inspect.Public, public, publicErr},
		{"kratos.admin_url", k.Kratos.AdminURL, inspect.Admin, admin, adminErr},
	} {
		switch {
		case one.err != nil:
			found = append(found, Faultf("nothing answers at %s", one.setting).As(one.setting).
				Because("%s: %v", one.address, one.err).
				Do("Start Kratos, or correct %s.", k.At(one.setting)))
		case one.got == inspect.Other:
			found = append(found, Faultf("%s does not lead to Kratos' %s API", one.setting, one.want).As(one.setting).
				Because("another program answers at %s, or Kratos below another path", one.address).
				Do("Correct %s: compare it with serve.%s.host, port and base_url in kratos.yml, and with the proxy in between.", k.At(one.setting), one.want))
		case one.got != one.want:
			found = append(found, Faultf("%s leads to Kratos' %s API", one.setting, one.got).As(one.setting).
				Because("%s answers as that API does", one.address).
				Do("Correct %s: Kratos' %s API has a port of its own.", k.At(one.setting), one.want))
		}
	}
	return found
}

// oldest is the oldest version that the tests run against.
const oldest = "v1.3"

func (k inspected) version(ctx context.Context) []Finding {
	version, err := k.kratos.Version(ctx)
	if err != nil {
		return []Finding{Warnf("Kratos does not say its version").Because("GET %s/admin/version: %v", k.Kratos.AdminURL, err).
			Do("Let the proxy in front of the admin API pass on /admin/version.")}
	}
	for _, old := range []string{"v0.", "v1.0", "v1.1", "v1.2"} {
		if strings.HasPrefix(version, old) {
			return []Finding{Warnf("Kratos %s is older than %s, which Latchkey is tested with", version, oldest).
				Because("GET %s/admin/version", k.Kratos.AdminURL).Do("Upgrade Kratos.")}
		}
	}
	found := []Finding{{Result: OK, Wrong: "Kratos is version " + version}}
	if k.Kratos.Organizations && !inspect.HasOrganizations(version) {
		found = append(found, Warnf("a rule of policy.rules has a condition on the organization, and Kratos %s reports none", version).
			Because("GET %s/admin/version", k.Kratos.AdminURL).
			Do("The rule applies to no one. Use a condition on metadata instead: docs/rules.md, Conditions."))
	}
	return found
}

const (
	clocksDiffer = 2 * time.Second  // rules tolerate 5 s at least
	clocksApart  = 30 * time.Second // logins and codes fail
)

func (k inspected) clock(ctx context.Context) []Finding {
	ahead, known, err := k.kratos.ClockAhead(ctx)
	switch {
	case err != nil:
		return unanswered("kratos.admin_url", err)
	case !known:
		return []Finding{Warnf("Kratos' clock is unknown").Because("the responses of %s have no Date header", k.Kratos.AdminURL).
			Do("Let the proxy in front of the admin API pass on Date.")}
	case ahead.Abs() < clocksDiffer:
		return nil
	}
	side := "ahead of"
	if ahead < 0 {
		side = "behind"
	}
	finding := Warnf("Kratos' clock is %s %s ours", ahead.Abs().Round(time.Second), side)
	if ahead.Abs() >= clocksApart {
		finding.Result = Fault
	}
	return []Finding{finding.Because("the Date header of %s", k.Kratos.AdminURL).
		Do("Compare both hosts with a time server (chronyc tracking, timedatectl) and correct the one that is off: docs/operations.md, Clocks.")}
}

func (k inspected) browserURL(ctx context.Context) []Finding {
	flow, err := k.kratos.Login(ctx)
	if err != nil {
		return refusedFlow(err)
	}
	if flow.Base() == k.Kratos.BrowserURL {
		return nil
	}
	return []Finding{Faultf("Kratos' address for browsers is %s, and kratos.browser_url another", flow.Base()).
		Because("the action of a login flow is below %s", flow.Base()).
		Do("Set %s to %s, or serve.public.base_url in kratos.yml to %s/.", k.At("kratos.browser_url"), flow.Base(), k.Kratos.BrowserURL)}
}

// returnPath is a page of ours to which Kratos sends browsers back.
const returnPath = "/passkeys"

func (k inspected) returnURLs(ctx context.Context) []Finding {
	address := k.BaseURL + returnPath
	_, err := k.kratos.LoginReturning(ctx, address)
	refused, ok := errors.AsType[*inspect.Refusal](err)
	switch {
	case err == nil:
		return nil
	case !ok || refused.ID != "self_service_flow_return_to_forbidden":
		return refusedFlow(err)
	}
	return []Finding{Faultf("Kratos does not send browsers back to Latchkey after a login").
		Because("a login flow with return_to=%s: status %d, %s", address, refused.Status, refused.ID).
		Do("Add it in kratos.yml:\n  selfservice:\n    allowed_return_urls:\n      - %s/", k.BaseURL)}
}

func (k inspected) schemas(ctx context.Context) (found []Finding) {
	schemas, err := k.kratos.Schemas(ctx)
	if err != nil {
		return refusedFlow(err)
	}
	for _, fault := range k.Kratos.Naming.Faults(schemas) {
		found = append(found, Warnf("%s %s", fault.Setting, strings.TrimSuffix(fault.Wrong, ".")).
			Because("GET %s/schemas", k.Kratos.PublicURL).Do("Correct %s. %s", k.At(fault.Setting), fault.Remedy))
	}
	for _, schema := range schemas {
		if len(schema.Identifiers()) == 0 {
			found = append(found, Warnf("no user can sign in to Kratos by the identity schema %s", trait.Presentable(schema.ID)).
				Because("none of its traits is an identifier").
				Do(`Add "ory.sh/kratos": {"credentials": {"password": {"identifier": true}}} to the trait with which its users sign in.`))
		} else if len(schema.AccountNames()) == 0 {
			found = append(found, Warnf("authenticator apps show no account name to users of the identity schema %s", trait.Presentable(schema.ID)).
				Because("none of its traits has totp.account_name").
				Do(`Add "totp": {"account_name": true} beside "password" to its trait %s.`, schema.Identifiers()[0]))
		}
	}
	return found
}

func (k inspected) provider(ctx context.Context) []Finding {
	flow, err := k.kratos.Login(ctx)
	if err != nil {
		return refusedFlow(err)
	}
	if slices.Contains(flow.Providers(), k.Kratos.Provider) {
		return nil
	}
	listed := "none"
	if ids := flow.Providers(); len(ids) > 0 {
		listed = strings.Join(ids, ", ")
	}
	return []Finding{Faultf("Kratos has no OpenID provider %s, with which passkey logins become sessions", k.Kratos.Provider).
		Because("the providers of a login flow: %s", listed).
		Do("Add it in kratos.yml as in docs/kratos-logins.md (selfservice.methods.oidc), or correct %s.", k.At("kratos.login.provider"))}
}

// issuer lets Kratos read our discovery document, and compares where it then sends browsers.
func (k inspected) issuer(ctx context.Context) []Finding {
	flow, err := k.kratos.Login(ctx)
	if err != nil {
		return refusedFlow(err)
	}
	got, err := k.kratos.Authorize(ctx, flow, k.Kratos.Provider)
	if refused, ok := errors.AsType[*inspect.Refusal](err); ok {
		return []Finding{Faultf("Kratos cannot use Latchkey as its provider: it does not get its discovery document").
			Because("Kratos answers %d to a login by the provider %s", refused.Status, k.Kratos.Provider).
			Do("Set issuer_url of the provider in kratos.yml to %s, exactly, and let Kratos' own host reach that address.", k.BaseURL)}
	}
	if err != nil {
		return refusedFlow(err)
	}
	switch {
	case got.Endpoint != k.BaseURL+"/oauth2/authorize":
		return []Finding{Faultf("Kratos' provider %s is not this Latchkey", k.Kratos.Provider).
			Because("it sends browsers to %s", got.Endpoint).Do("Set its issuer_url in kratos.yml to %s.", k.BaseURL)}
	case got.ClientID != k.Kratos.ClientID:
		return []Finding{Faultf("Kratos is another client than Latchkey expects").
			Because("client_id is %s", got.ClientID).Do("Set client_id in kratos.yml to %s, or correct %s.", k.Kratos.ClientID, k.At("kratos.login.client_id"))}
	case !slices.Contains(k.Kratos.Callbacks, got.RedirectURI):
		return []Finding{Faultf("Kratos wants its codes at an address that Latchkey does not allow").
			Because("redirect_uri is %s", got.RedirectURI).
			Do("Set methods.oidc.config.base_redirect_uri in kratos.yml to %s, or remove it there.", k.Kratos.BrowserURL)}
	}
	return nil
}
