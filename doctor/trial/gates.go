package trial

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"latchkey/doctor"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
	"latchkey/totp"
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

// untried names the methods that a canary cannot use: another provider has its accounts, or they need a browser.
func (r *run) untried(ctx context.Context) {
	flow, err := r.kratos.Login(ctx)
	if err != nil {
		return
	}
	methods := slices.DeleteFunc(flow.Methods(), func(method string) bool {
		return method == "password" || method == "code" || slices.Contains(second, method) ||
			method == "oidc" && slices.Equal(flow.Providers(), []string{r.cfg.Provider})
	})
	if len(methods) > 0 {
		r.add(doctor.Skipf("whether the login gate stops %s, with which a canary cannot sign in: compare selfservice.flows.login.after of kratos.yml with docs/gates.md",
			strings.Join(methods, ", ")).As("gate.login"))
	}
}

// settingsGate tries to change settings in the session that was begun without the passkey.
func (r *run) settingsGate(ctx context.Context) {
	if !r.cfg.SettingsGate {
		r.add(doctor.Skipf("whether Kratos' settings need the passkey: kratos.hooks.settings_ui_url is not set").As("gate.settings"))
		return
	}
	if err := r.user.Drop(ctx, "totp"); err != nil { // or that session opens no settings
		r.add(doctor.Skipf("whether Kratos' settings need the passkey: %v", err).As("gate.settings"))
		return
	}
	var past []string
	for _, method := range []string{"profile", "totp", "password"} {
		err := r.change(ctx, method)
		refused, ok := errors.AsType[*inspect.Refusal](err)
		switch {
		case err == nil:
			past = append(past, method)
		case errors.Is(err, errNotOffered), ok && refused.Says(gateSettings):
		default:
			r.add(doctor.Skipf("whether Kratos' settings need the passkey for %s: %v", method, err).As("gate.settings"))
			return
		}
	}
	if len(past) > 0 {
		r.add(doctor.Faultf("Kratos changes the settings of a user with a passkey who did not use it: %s", strings.Join(past, ", ")).As("gate.settings").
			Because("a session by password alone made these changes").
			Do("Add Latchkey's web_hook in kratos.yml in selfservice.flows.settings.after, below each of these methods: docs/gates.md, Settings gate."))
		return
	}
	r.add(doctor.Finding{Check: "gate.settings", Result: doctor.OK, Wrong: "the settings gate refuses changes without the passkey"})
}

var errNotOffered = errors.New("not offered")

func (r *run) change(ctx context.Context, method string) error {
	flow, err := r.user.Settings(ctx, r.weak)
	if err != nil {
		return err
	}
	if !flow.Has(method) {
		return errNotOffered
	}
	form := r.user.Form(method)
	if method == "totp" {
		code, err := totp.Code(flow.Secret(totpKey), time.Now())
		if err != nil {
			return err
		}
		form["totp_code"] = code
	}
	return r.user.Change(ctx, r.weak, flow, form)
}
