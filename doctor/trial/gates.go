package trial

import (
	"context"
	"errors"
	"slices"
	"strings"

	"latchkey/doctor"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
)

// The messages with which Latchkey's gates refuse: of a login, a recovery and a change of settings (docs/gates.md).
const (
	gateLogin    = 9100002
	gateRecovery = 9100003
	gateSettings = 9100004
)

// second are the methods that only follow another one.
var second = []string{"totp", "lookup_secret"}

// loginGate tries to sign in without the passkey, now that the canary has one.
func (r *run) loginGate(ctx context.Context) {
	if !r.cfg.LoginGate {
		r.add(doctor.Skipf("whether logins by other means need the passkey: policy.login_gate is off").As("gate.login"))
		return
	}
	var past, stopped []string
	note := func(method, where string, gate int, err error) {
		refused, ok := errors.AsType[*inspect.Refusal](err)
		switch {
		case err == nil:
			past = append(past, method+" ("+where+")")
		case ok && refused.Says(gate):
			stopped = append(stopped, method)
		default:
			r.add(doctor.Faultf("Latchkey's web_hook fails for %s", method).As("gate.hook").Because("Kratos answers %v", err).
				Do("Correct the web_hook of selfservice.flows.%s in kratos.yml: docs/gates.md.", where))
		}
	}
	_, err := r.user.Login(ctx)
	note("password", "login.after", gateLogin, err)
	for _, by := range canary.Recoveries {
		if offered, err := r.user.Recover(ctx, by); offered {
			note("recovery by "+by, "recovery.after", gateRecovery, err)
		}
	}
	r.mailedCode(ctx, func(err error) { note("code", "login.after", gateLogin, err) })
	if len(past) > 0 {
		r.add(doctor.Faultf("these methods bypass the login gate: %s", strings.Join(past, ", ")).As("gate.login").
			Because("the canary has a passkey, and Kratos signed it in without").
			Do("Add Latchkey's web_hook in kratos.yml below selfservice.flows, in the hooks that are named, and in the list of hooks of each method that has one: docs/gates.md."))
	} else if len(stopped) > 0 {
		r.add(doctor.Finding{Check: "gate.login", Result: doctor.OK, Wrong: "the login gate stops " + strings.Join(stopped, ", ")})
	}
	r.untried(ctx)
}

// others are the providers that are not ours.
func others(providers []string, ours string) []string {
	return slices.DeleteFunc(providers, func(id string) bool { return id == ours })
}

// untried names the methods that a canary cannot use: another provider has its accounts, or they need a browser.
func (r *run) untried(ctx context.Context) {
	flow, err := r.kratos.Begin(ctx, "login/browser") // apps are offered less
	if err != nil {
		return
	}
	methods := slices.DeleteFunc(flow.Methods(), func(method string) bool {
		return method == "password" || method == "code" || slices.Contains(second, method) ||
			method == "oidc" && len(others(flow.Providers(), r.cfg.Provider)) == 0
	})
	if i := slices.Index(methods, "oidc"); i >= 0 {
		methods[i] = "oidc (" + strings.Join(others(flow.Providers(), r.cfg.Provider), ", ") + ")"
	}
	if len(methods) > 0 {
		r.add(doctor.Skipf("whether the login gate stops %s, with which a canary cannot sign in: compare selfservice.flows.login.after of kratos.yml with docs/gates.md",
			strings.Join(methods, ", ")).As("gate.login"))
	}
}
