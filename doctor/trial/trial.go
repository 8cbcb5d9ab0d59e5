// Package trial tries what only a user can: registration, logins, recovery, settings. It owns the checks of `latchkey doctor
// --canary`, with a user that it creates and removes (kratos/canary), and a passkey in memory. What is checked without a user is
// in package doctor.
package trial

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"latchkey/doctor"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
)

// LeftOut is the check of a run without --canary.
func LeftOut() doctor.Check {
	return doctor.Check{Name: "canary", Run: func(context.Context) []doctor.Finding {
		return []doctor.Finding{doctor.Skipf("logins, recoveries, authenticator apps and gates: run doctor with --canary, which creates a user at Kratos and removes it. Web hooks of other services run for that user")}
	}}
}

// Check returns the check.
func Check(cfg Config) doctor.Check {
	after := []string{"database", "address", "kratos.addresses"}
	if cfg.Provider != "" {
		after = append(after, "kratos.issuer")
	}
	return doctor.Check{Name: "canary", Title: "a user was created, tried to sign in, and was removed", After: after, Run: func(ctx context.Context) []doctor.Finding {
		r := &run{cfg: cfg, kratos: cfg.Kratos}
		return r.all(ctx)
	}}
}

func (r *run) all(ctx context.Context) []doctor.Finding {
	most, _ := r.limit()
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	r.over = func() bool { return errors.Is(ctx.Err(), context.DeadlineExceeded) }
	ready := r.removeLeft(ctx)
	r.byPhone()
	if ready && r.create(ctx) {
		r.trySessions(ctx)
		r.registrationHook(ctx)
		r.remove(context.WithoutCancel(ctx), r.user.ID)
	}
	if r.cut {
		r.found = append(r.found, doctor.Skipf("logins: Kratos or Latchkey is too slow: the time for a run, %v, ended before all was tried", most))
	}
	return r.found
}

func (r *run) trySessions(ctx context.Context) {
	if err := r.cfg.Begin(ctx, r.user.ID); err != nil {
		r.add(doctor.Faultf("the canary could not be recorded").Because("%v", err).Do("Run doctor again."))
		return
	}
	if r.session != "" {
		r.authenticatorApp(ctx)
	}
	if !r.byPassword(ctx) {
		return
	}
	if r.session == "" {
		r.session = r.weak
	}
	r.cookie(ctx)
	if r.byPasskey(ctx) {
		r.settingsGate(ctx)
		r.loginGate(ctx) // its recoveries may end all other sessions
	}
}

func (r *run) create(ctx context.Context) bool {
	_, until := r.limit()
	made, token, registered, err := canary.Register(ctx, r.kratos, r.schemas, r.address, time.Now().Add(until), r.cfg.Announce)
	r.user, r.session, r.registered = made, token, registered
	switch {
	case err != nil:
		r.add(r.notCreated(made, err))
		if made != nil {
			r.remove(context.WithoutCancel(ctx), made.ID)
		}
		return false
	case !registered:
		r.add(doctor.Skipf("the session hook after a registration: Kratos registers no users by password").As("kratos.session_hook"))
	case token == "":
		r.add(doctor.Warnf("users are not signed in after their registration, so they are asked to sign in before they set up a passkey").As("kratos.session_hook").
			Because("a registration by password returned no session").
			Do("Add it in kratos.yml, as the last hook:\n  selfservice:\n    flows:\n      registration:\n        after:\n          password:\n            hooks:\n              - hook: session"))
	default:
		r.add(doctor.Finding{Check: "kratos.session_hook", Result: doctor.OK, Wrong: "users are signed in after a registration by password"})
	}
	return true
}

// notCreated is what an error of the registration means. made is nil if there is no identity.
func (r *run) notCreated(made *canary.Identity, err error) doctor.Finding {
	refused, ok := errors.AsType[*inspect.Refusal](err)
	failed := ok && (refused.Status >= http.StatusInternalServerError || strings.Contains(refused.Reason, "webhook")) // 400 for an answer that is no list of messages
	switch {
	case failed && r.cfg.Hooks:
		return r.noHook(doctor.Faultf("users get an error when they register, since a web_hook fails").Because("Kratos answers the registration of the canary: %v", err))
	case made != nil:
		return doctor.Faultf("the canary could not be marked, and was removed").Because("%v", err).Do("Look into Kratos' log.")
	}
	return doctor.Skipf("logins: Kratos does not create the canary: %v", err)
}

// messageWrongPassword is what Kratos says of an unknown user or a wrong password.
const messageWrongPassword = 4000006

// byPassword signs in by password, while the canary has no passkey, and looks at what that session may do.
func (r *run) byPassword(ctx context.Context) bool {
	token, err := r.user.Login(ctx)
	refused, ok := errors.AsType[*inspect.Refusal](err)
	switch {
	case ok && refused.Says(messageWrongPassword):
		r.add(doctor.Skipf("logins: Kratos refuses the canary's password: %v", err))
		return false
	case err != nil && r.cfg.LoginGate:
		r.add(doctor.Faultf("no user can sign in to Kratos by password, since a web_hook fails").As("gate.hook").
			Because("Kratos refuses the login of a user without a passkey: %v", err).
			Do("In selfservice.flows.login.after of kratos.yml, correct the web_hook: its url is %s/hooks/kratos/login, which Kratos' host must reach, its X-Hook-Key the content of %s, and its body the template of docs/gates.md.",
				r.cfg.BaseURL, r.cfg.At(r.cfg.HookKey)))
		return false
	case err != nil:
		r.add(doctor.Skipf("logins: Kratos refuses that of the canary, and not because of its password: %v", err))
		return false
	}
	r.weak = token
	if r.hasTOTP {
		r.settingsLevel(ctx)
	}
	return true
}

// settingsLevel checks selfservice.flows.settings.required_aal with a session that lacks the second factor.
func (r *run) settingsLevel(ctx context.Context) {
	_, err := r.user.Settings(ctx, r.weak)
	refused, ok := errors.AsType[*inspect.Refusal](err)
	switch {
	case err == nil:
		r.add(doctor.Faultf("a stolen password removes its owner's authenticator app").As("kratos.settings_aal").
			Because("Kratos opens the settings of a user with an authenticator app for a session by password alone").
			Do("Set it in kratos.yml:\n  selfservice:\n    flows:\n      settings:\n        required_aal: highest_available"))
	case ok && refused.ID == "session_aal2_required":
		r.add(doctor.Finding{Check: "kratos.settings_aal", Result: doctor.OK, Wrong: "Kratos' settings require the second factor of users who have one"})
	default:
		r.add(doctor.Skipf("settings.required_aal: %v", err).As("kratos.settings_aal"))
	}
}

// cookie compares Kratos' session cookie with what Latchkey reads.
func (r *run) cookie(ctx context.Context) {
	cookies, err := r.user.LoginInBrowser(ctx)
	if err != nil {
		r.add(doctor.Skipf("the session cookie: Kratos refuses a login in a browser: %v", err).As("kratos.session_cookie"))
		return
	}
	r.weakCookies = cookies
	ours, theirs := hostOf(r.cfg.BaseURL), hostOf(r.cfg.BrowserURL)
	var names []string
	for _, c := range cookies {
		if c.Name != r.cfg.SessionCookie {
			names = append(names, c.Name)
			continue
		}
		finding := doctor.Finding{Check: "kratos.session_cookie", Result: doctor.OK, Wrong: "Latchkey reads Kratos' session cookie " + c.Name}
		if domain := strings.TrimPrefix(c.Domain, "."); ours != theirs && ours != domain && (domain == "" || !strings.HasSuffix(ours, "."+domain)) {
			finding = doctor.Faultf("browsers do not send Kratos' session to Latchkey").As("kratos.session_cookie").
				Because("the session cookie is for %s, and Latchkey is at %s", cmp.Or(domain, theirs+" alone"), ours).
				Do("Set session.cookie.domain in kratos.yml to a domain above both %s and %s.", theirs, ours)
		}
		r.add(finding)
		return
	}
	r.add(doctor.Faultf("Latchkey does not read Kratos' session cookie").As("kratos.session_cookie").
		Because("Kratos sets the cookies %v, and kratos.session_cookie is %s", names, r.cfg.SessionCookie).
		Do("Set %s to session.cookie.name of kratos.yml.", r.cfg.At("kratos.session_cookie")))
}

// byPasskey sets up a passkey and signs in with it: by Latchkey as Kratos' provider, if that is on.
func (r *run) byPasskey(ctx context.Context) bool {
	passkey, at := &softPasskey{origin: r.cfg.Origin}, latchkey{r.cfg.BaseURL}
	if err := at.register(ctx, r.session, passkey); err != nil {
		r.add(r.refusal("passkey.registration", "a new user cannot set up a passkey", err))
		return false
	}
	session := "none"
	if r.cfg.Provider != "" {
		session = "token"
	}
	token, err := at.login(ctx, session, passkey)
	problem, _ := errors.AsType[*refused](err)
	switch {
	case problem != nil && problem.Code == "aal2_required":
		r.add(doctor.Warnf("after a passkey, Kratos also asks users with an authenticator app for its code").As("kratos.required_aal").
			Because("a login by passkey ends in 403 aal2_required").
			Do("Set it in kratos.yml, or aal2_acr_values where Kratos has it (docs/kratos-logins.md):\n  session:\n    whoami:\n      required_aal: aal1"))
		return true
	case err != nil:
		r.add(r.refusal("passkey.login", "a login by passkey fails", err))
		return false
	case token == "":
		r.add(doctor.Finding{Check: "passkey.login", Result: doctor.OK, Wrong: "a passkey was set up, and signs in; sessions at Kratos are off (kratos.login.enabled)"})
		return true
	}
	if err := r.user.Whoami(ctx, token); err != nil {
		r.add(doctor.Faultf("a login by passkey does not end in a session at Kratos").As("passkey.login").Because("GET /sessions/whoami: %v", err).
			Do("Look into the logs of Kratos and of `latchkey serve`."))
		return false
	}
	r.add(doctor.Finding{Check: "passkey.login", Result: doctor.OK, Wrong: "a passkey was set up, and signs in with a session at Kratos"})
	return true
}

func (r *run) refusal(name, wrong string, err error) doctor.Finding {
	return doctor.Faultf("%s", wrong).As(name).Because("Latchkey answers %v", err).
		Do("The log of `latchkey serve` has the cause; docs/kratos-logins.md names what Kratos needs.")
}

func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(parsed.Hostname())
}
