package trial

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"latchkey/doctor"
	"latchkey/kratos/inspect"
	"latchkey/totp"
)

// settingsMethods are tried one by one. Those of which a credential would raise what Kratos asks of the session are last.
var settingsMethods = []string{"profile", "password", "oidc", "passkey", "totp", "webauthn", "lookup_secret"}

// settingsGate tries to change settings in the sessions that were begun without the passkey.
func (r *run) settingsGate(ctx context.Context) {
	if !r.cfg.SettingsGate {
		r.add(doctor.Skipf("whether Kratos' settings need the passkey: kratos.hooks.settings_ui_url is not set").As("gate.settings"))
		return
	}
	if err := r.user.Drop(ctx, "totp"); err != nil { // or that session opens no settings
		r.add(doctor.Skipf("whether Kratos' settings need the passkey: %v", err).As("gate.settings"))
		return
	}
	var past, stopped []string
	for _, method := range settingsMethods {
		err := r.change(ctx, method)
		refused, ok := errors.AsType[*inspect.Refusal](err)
		switch {
		case err == nil:
			past = append(past, method)
			if err := r.dropSecond(ctx, method); err != nil {
				r.add(doctor.Skipf("whether Kratos' settings need the passkey for the methods after %s: %v", method, err).As("gate.settings"))
				return
			}
		case errors.Is(err, errNotOffered):
		case ok && refused.Says(gateSettings):
			stopped = append(stopped, method)
		default:
			r.add(doctor.Skipf("whether Kratos' settings need the passkey for %s: %v. Compare selfservice.flows.settings.after of kratos.yml with docs/gates.md", method, err).As("gate.settings"))
		}
	}
	if len(past) > 0 {
		r.add(doctor.Faultf("Kratos changes the settings of a user with a passkey who did not use it: %s", strings.Join(past, ", ")).As("gate.settings").
			Because("a session by password alone made these changes").
			Do("Add Latchkey's web_hook in kratos.yml in selfservice.flows.settings.after, below each of these methods: docs/gates.md, Settings gate."))
	} else if len(stopped) > 0 {
		r.add(doctor.Finding{Check: "gate.settings", Result: doctor.OK, Wrong: "the settings gate refuses changes without the passkey: " + strings.Join(stopped, ", ")})
	}
}

// dropSecond removes a second factor, with which the session opens no settings any more.
func (r *run) dropSecond(ctx context.Context, method string) error {
	if !slices.Contains([]string{"totp", "webauthn", "lookup_secret"}, method) {
		return nil
	}
	return r.user.Drop(ctx, method)
}

var (
	errNotOffered = errors.New("not offered")
	errNoAccount  = errors.New("doctor has no account at these providers")
	errOrigin     = errors.New("passkeys are added at Kratos only on pages that doctor does not know")
)

// change changes something by a method: as an app does, or on a page where Kratos offers it there only.
func (r *run) change(ctx context.Context, method string) error {
	switch method {
	case "oidc":
		return r.unlink(ctx)
	case "passkey":
		return r.addKey(ctx, method, "passkey_create_data", "passkey_settings_register")
	case "webauthn":
		return r.addKey(ctx, method, "webauthn_register_trigger", "webauthn_register")
	}
	flow, err := r.user.Settings(ctx, r.weak)
	if err != nil {
		return err
	}
	if !flow.Has(method) {
		return errNotOffered
	}
	form := r.user.Form(method)
	switch method {
	case "totp":
		code, err := totp.Code(flow.Secret(totpKey), time.Now())
		if err != nil {
			return err
		}
		form["totp_code"] = code
	case "lookup_secret": // two steps: new codes, and that they were written down
		form["lookup_secret_regenerate"] = true
		if err := r.user.Change(ctx, r.weak, flow, form); err != nil {
			return err
		}
		form = map[string]any{"method": method, "lookup_secret_confirm": true}
	}
	return r.user.Change(ctx, r.weak, flow, form)
}

// unlink takes away the link to Latchkey, which the login by passkey made. The same hook runs when another provider is linked.
func (r *run) unlink(ctx context.Context) error {
	page, err := r.user.OpenSettings(ctx, r.weakCookies)
	switch {
	case err != nil:
		return err
	case r.cfg.Provider != "" && slices.Contains(page.Values("unlink"), r.cfg.Provider):
		return r.user.ChangeOn(ctx, page, map[string]any{"method": "oidc", "unlink": r.cfg.Provider})
	case len(others(page.Values("link"), r.cfg.Provider)) > 0:
		return errNoAccount
	}
	return errNotOffered
}

// addKey adds a passkey, or a security key, at Kratos. Kratos does not say on which pages it takes them: those are tried that are likely.
func (r *run) addKey(ctx context.Context, method, offer, field string) error {
	var last error
	for _, origin := range []string{r.cfg.Origin, r.cfg.BrowserURL, r.cfg.BaseURL, ""} {
		page, err := r.user.OpenSettings(ctx, r.weakCookies)
		if err != nil {
			return err
		}
		var options struct {
			PublicKey   json.RawMessage `json:"publicKey"`
			Credentials struct {
				PublicKey json.RawMessage `json:"publicKey"`
			} `json:"credentialOptions"`
		}
		if offered := page.Value(offer); offered == "" {
			return errNotOffered
		} else if err := json.Unmarshal([]byte(offered), &options); err != nil {
			return err
		}
		last = r.user.ChangeOn(ctx, page, keyForm(method, field, origin, slices.Concat(options.PublicKey, options.Credentials.PublicKey)))
		if refused, ok := errors.AsType[*inspect.Refusal](last); last == nil || ok && refused.Says(gateSettings) {
			return last
		}
	}
	return errors.Join(errOrigin, last)
}

// keyForm is the form with a new passkey of a page. Without an origin, it is that of the RP ID.
func keyForm(method, field, origin string, options json.RawMessage) map[string]any {
	key := &softPasskey{origin: origin}
	var rp struct {
		RP struct {
			ID string `json:"id"`
		} `json:"rp"`
	}
	if json.Unmarshal(options, &rp) == nil && origin == "" {
		key.origin = "https://" + rp.RP.ID
	}
	credential, _ := key.create(options) // without one, Kratos refuses it
	text, _ := json.Marshal(credential)
	return map[string]any{"method": method, field: string(text), field + "_displayname": "latchkey doctor"}
}
