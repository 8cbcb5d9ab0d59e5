package trial

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/doctor"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
	"latchkey/totp"
)

// totpKey is the node of a settings flow with the key.
const totpKey = "totp_secret_key"

// totpReach is how far off Kratos' clock may be to be found by its codes.
const totpReach = 15 * time.Minute

// authenticatorApp sets up an authenticator app for the canary. If Kratos does not accept the code for now, it looks for the time at which
// Kratos would.
func (r *run) authenticatorApp(ctx context.Context) {
	flow, err := r.user.Settings(ctx, r.session)
	if err != nil {
		r.add(doctor.Skipf("authenticator apps: Kratos opens no settings for the session of a registration: %v", err).As("kratos.totp"))
		return
	}
	key := flow.Secret(totpKey)
	if key == "" {
		r.add(doctor.Skipf("authenticator apps: Kratos offers none (methods.totp.enabled)").As("kratos.totp"))
		return
	}
	ahead, err := r.accepted(ctx, flow, key)
	switch {
	case errors.Is(err, errNoCode):
		r.add(doctor.Faultf("all codes of authenticator apps are wrong").As("kratos.totp").
			Because("Kratos refuses the codes for each minute of the last and the next %d that were computed of the key it had just issued", int(totpReach.Minutes())).
			Do("Compare the clock of each host that runs Kratos with a time server (chronyc tracking, timedatectl), and look for a proxy that changes the settings flow."))
	case err != nil && r.cfg.SettingsGate:
		r.add(doctor.Faultf("no user can change settings at Kratos, since a web_hook fails").As("gate.hook").
			Because("Kratos refuses an authenticator app to a user without a passkey: %v", err).
			Do("In selfservice.flows.settings.after of kratos.yml, correct the web_hook of each method: docs/gates.md, Settings gate. Its X-Hook-Key is the content of %s.",
				r.cfg.At(r.cfg.HookKey)))
	case err != nil:
		r.add(doctor.Skipf("authenticator apps: Kratos refuses to set one up: %v", err).As("kratos.totp"))
	case ahead != 0:
		r.hasTOTP = true
		r.add(doctor.Faultf("all codes of authenticator apps are wrong, since Kratos' clock is %s off", ahead.Abs()).As("kratos.totp").
			Because("Kratos refuses the code for now, and accepts that of %s", time.Now().Add(ahead).UTC().Format(time.RFC3339)).
			Do("Correct the clock of each host that runs Kratos (chronyc tracking, timedatectl): docs/operations.md, Clocks."))
	default:
		r.hasTOTP = true
		r.apps(ctx)
	}
}

var errNoCode = errors.New("no code was accepted")

// accepted tries codes until Kratos accepts one, and returns how far that is from now, to about a minute.
func (r *run) accepted(ctx context.Context, flow inspect.Flow, key string) (ahead time.Duration, err error) {
	for _, ahead := range offsets() {
		code, err := totp.Code(key, time.Now().Add(ahead))
		if err != nil {
			return 0, err
		}
		err = r.user.Change(ctx, r.session, flow, map[string]any{"method": "totp", "totp_code": code})
		refused, ok := errors.AsType[*inspect.Refusal](err)
		if err == nil || !ok || !refused.Says(messageWrongCode) {
			return ahead, err
		}
	}
	return 0, errNoCode
}

// messageWrongCode is what Kratos says of a code that is not the one of now.
const messageWrongCode = 4000008

// offsets are the times to try, from now on outwards. Kratos accepts three periods at once.
func offsets() []time.Duration {
	list := []time.Duration{0}
	for off := 3 * totp.Period; off <= totpReach; off += 3 * totp.Period {
		list = append(list, off, -off)
	}
	return list
}

// apps says what authenticator apps learn. A user whose codes are refused nevertheless has a device whose clock is off.
func (r *run) apps(ctx context.Context) {
	app, err := r.user.App(ctx)
	if err != nil {
		app = canary.App{}
	}
	r.add(doctor.Finding{
		Check: "kratos.totp", Result: doctor.OK,
		Wrong: fmt.Sprintf("Kratos accepts the codes of authenticator apps (issuer %s, %s, %s digits, %s s); if those of one user are wrong, it is the clock of that device",
			app.Issuer, app.Algorithm, app.Digits, app.Period),
	})
}
