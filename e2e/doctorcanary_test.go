package e2e_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/totp"
)

// canaryFaults are those that doctor finds only with --canary.
var canaryFaults = []string{"kratos.session_hook", "kratos.registration_hook", "kratos.settings_aal", "kratos.required_aal", "kratos.session_cookie", "kratos.totp",
	"passkey.registration", "passkey.login", "gate.hook", "gate.login", "gate.settings", "canary.left"}

// gatedDoctored is a set-up with all hooks.
func gatedDoctored(t *testing.T, change ...func(*demo.KratosOptions, *demo.LatchkeyOptions)) *doctored {
	d := startDoctored(t, append(change, func(k *demo.KratosOptions, l *demo.LatchkeyOptions) {
		k.LoginURL = "http://localhost:4455/login"
		shutGate(k, l)
		key, _ := envOf(l.Env, "LATCHKEY_KRATOS_HOOKS_KEY")
		k.SettingsHooks = []map[string]any{demo.SettingsHook(localhost(l.PublicPort), key)}
		l.Env = append(l.Env, "LATCHKEY_KRATOS_HOOKS_SETTINGS_UI_URL=http://localhost:4455/settings")
	})...)
	return d
}

func envOf(env []string, name string) (value string, ok bool) {
	for _, pair := range env {
		if value, ok = strings.CutPrefix(pair, name+"="); ok {
			return value, true
		}
	}
	return "", false
}

// TestDoctorCanary seeds faults that only a user meets, and has doctor name exactly that one.
func TestDoctorCanary(t *testing.T) {
	t.Parallel()
	d := gatedDoctored(t)
	must(t, d.kratos.Edit(t.Context(), "code: {enabled: false}", "code: {enabled: true}", "use: link, after", "use: code, after")) // recovery by both
	if got := d.findings(t, slices.Concat(notRight, notChecked), nil, "--canary"); len(got) > 0 {
		t.Fatalf("of a set-up that works: %v", got)
	}
	d.leavesNothing(t)
	var named []string
	for _, one := range slices.Concat(registrationFaults(), d.canarySettings(t), d.canaryEdits()) {
		restore := d.sow(t, one)
		if got := d.findings(t, one.result(), one.env, "--canary"); !slices.Equal(got, []string{one.want}) {
			t.Errorf("%s: doctor finds %v", one.want, got)
		}
		restore()
		named = append(named, one.want)
	}
	d.interrupted(t)
	named = append(named, d.killed(t)...)
	d.leavesNothing(t)
	want := slices.Sorted(slices.Values(canaryFaults))
	slices.Sort(named)
	if named = slices.Compact(named); !slices.Equal(named, want) {
		t.Errorf("seeded %v, want %v", named, want)
	}
}

// canarySeed is a fault in the settings, or in kratos.yml.
type canarySeed struct {
	seed
	edit  []string
	alter func(*httputil.ProxyRequest, http.Header) // by the proxy before Latchkey
}

// sow makes the fault that is in kratos.yml or the proxy, until restore.
func (d *doctored) sow(t *testing.T, s canarySeed) (restore func()) {
	if s.alter != nil {
		d.proxy.alter.Store(&s.alter)
		return func() { d.proxy.alter.Store(nil) }
	}
	if len(s.edit) == 0 {
		return func() {}
	}
	must(t, d.kratos.Edit(t.Context(), s.edit...))
	slices.Reverse(s.edit)
	return func() { must(t, d.kratos.Edit(t.Context(), s.edit...)) }
}

func (d *doctored) canarySettings(t *testing.T) []canarySeed {
	one := func(want, env string) canarySeed { return canarySeed{seed: seed{want: want, env: []string{env}}} }
	return []canarySeed{
		one("kratos.session_cookie", "LATCHKEY_KRATOS_SESSION_COOKIE=session"),
		one("kratos.totp", "LATCHKEY_KRATOS_PUBLIC_URL="+lateCodes(t, d.kratos.PublicURL)),
		{seed: seed{want: "passkey.registration"}, alter: func(r *httputil.ProxyRequest, _ http.Header) {
			if r != nil {
				r.Out.Header.Del("X-Session-Token")
			}
		}},
	}
}

func (d *doctored) canaryEdits() []canarySeed {
	edit := func(want string, oldnew ...string) canarySeed {
		return canarySeed{seed: seed{want: want}, edit: oldnew}
	}
	warn := func(want string, oldnew ...string) canarySeed {
		return canarySeed{seed: seed{want: want, warning: true}, edit: oldnew}
	}
	level := warn("kratos.required_aal", `whoami: {required_aal: "aal1"}`, `whoami: {required_aal: "highest_available"}`)
	if d.kratos.Has(demo.CountsACR) {
		level.edit = append(level.edit, "urn:latchkey:acr", "urn:other:acr")
	}
	return []canarySeed{
		level,
		warn("kratos.session_hook", `{"hook":"session"}`, `{"hook":"show_verification_ui"}`),
		edit("kratos.settings_aal", "required_aal: \"highest_available\"\n      privileged", "required_aal: \"aal1\"\n      privileged"),
		edit("passkey.login", `client_secret: "`, `client_secret: "not`),
		edit("gate.hook", "/hooks/kratos/login", "/hooks/kratos/none"),
		edit("gate.login", "use: code, after: {hooks: ", "use: code, after: {hooks: [{hook: revoke_active_sessions}]}} #"),
		edit("gate.settings", "profile: {hooks: ", "profile: {hooks: []} #"),
	}
}

// lateCodes is a proxy that makes Kratos judge codes as if its clock were five minutes ahead.
func lateCodes(t *testing.T, public string) string {
	to, err := url.Parse(public)
	must(t, err)
	const ahead = 5 * time.Minute
	key := ""
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			if r.Out.Body == nil {
				return
			}
			body, _ := io.ReadAll(r.Out.Body)
			var form map[string]any
			if json.Unmarshal(body, &form) == nil && form["totp_code"] != nil {
				form["totp_code"] = codeBefore(key, form["totp_code"].(string), ahead)
				body, _ = json.Marshal(form)
			}
			r.Out.Body, r.Out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		},
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			if _, after, ok := strings.Cut(string(body), `"secret":"`); ok && key == "" {
				key, _, _ = strings.Cut(after, `"`)
				remember("authenticator app", key)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			return err
		},
	})
	t.Cleanup(server.Close)
	return server.URL
}

// codeBefore returns the code for a time before that of another code.
func codeBefore(key, code string, before time.Duration) string {
	for off := -20 * time.Minute; off <= 20*time.Minute; off += 30 * time.Second {
		if at := time.Now().Add(off); must2(totp.Code(key, at)) == code {
			return must2(totp.Code(key, at.Add(-before)))
		}
	}
	return code
}

func must2(text string, _ error) string { return text }

// kept is an identity at Kratos.
type kept struct {
	ID       uuid.UUID      `json:"id"`
	Metadata map[string]any `json:"metadata_admin"`
}

func (d *doctored) identities(t *testing.T) (list []kept) {
	t.Helper()
	caller{d.kratos.AdminURL, http.Header{}}.do(t, http.MethodGet, "/admin/identities", nil).want(t, http.StatusOK, &list)
	return list
}

// leavesNothing checks that no canary is left, at Kratos or here.
func (d *doctored) leavesNothing(t *testing.T) {
	t.Helper()
	d.leavesNoIdentity(t)
	listed, err := d.latchkey.Command("passkeys", "list", "--json").Output()
	if err != nil || strings.Contains(string(listed), "latchkey doctor") {
		t.Errorf("left here: %s, %v", listed, err)
	}
}

func (d *doctored) leavesNoIdentity(t *testing.T) {
	t.Helper()
	if left := d.identities(t); len(left) > 0 {
		t.Errorf("left at Kratos: %v", left)
	}
}

// midway starts doctor, and ends it once there is a canary such as is awaited.
func (d *doctored) midway(t *testing.T, end os.Signal, awaited func(kept) bool, env ...string) uuid.UUID {
	t.Helper()
	cmd := d.latchkey.Command("doctor", "--canary")
	cmd.Env = slices.Concat(cmd.Env, env)
	must(t, cmd.Start())
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if list := d.identities(t); len(list) > 0 && awaited(list[0]) {
			must(t, cmd.Process.Signal(end))
			if err := cmd.Wait(); err == nil {
				t.Fatal("doctor had ended before its signal")
			}
			return list[0].ID
		}
	}
	t.Fatal("no canary was created")
	return uuid.Nil
}

// interrupted has Ctrl-C end a run as soon as it has a canary, which it removes.
func (d *doctored) interrupted(t *testing.T) {
	d.midway(t, os.Interrupt, func(kept) bool { return true })
	d.leavesNothing(t)
}

// killed has a run end without removing its canary: the next run removes it once the first must have ended, and only with
// its mark.
func (d *doctored) killed(t *testing.T) (named []string) {
	id := d.midway(t, os.Kill, func(k kept) bool { return k.Metadata != nil })
	there := func() bool { return slices.ContainsFunc(d.identities(t), func(k kept) bool { return k.ID == id }) }
	if got := d.findings(t, notChecked, nil, "--canary"); !slices.Equal(got, []string{"canary"}) || !there() {
		t.Errorf("during another run: doctor leaves out %v", got)
	}
	must(t, d.kratos.PatchIdentity(t.Context(), id, "remove", "/metadata_admin", nil)) // as if it was killed before the mark
	if got := d.findings(t, notChecked, nil, "--canary"); !slices.Equal(got, []string{"canary"}) || !there() {
		t.Errorf("while another run may not have set its mark: doctor leaves out %v", got)
	}
	for _, metadata := range []any{map[string]any{"of": "another program"}, map[string]any{"latchkey_doctor": map[string]string{"until": "2026-01-01T00:00:00Z"}}} {
		must(t, d.kratos.PatchIdentity(t.Context(), id, "add", "/metadata_admin", metadata))
		got := d.findings(t, warnings, nil, "--canary")
		named = append(named, got...)
		if there() != (len(got) > 0) {
			t.Errorf("with %v: still there: %v; %v", metadata, there(), got)
		}
	}
	d.recorded(t)
	return named
}

// recorded has a run be killed whose secret is removed from secrets.cipher after it: the canary is found by the record of it.
func (d *doctored) recorded(t *testing.T) {
	var own string
	for _, pair := range d.latchkey.Command().Env {
		if value, ok := strings.CutPrefix(pair, "LATCHKEY_SECRETS_CIPHER="); ok {
			own = value // later ones win
		}
	}
	former := demo.RandomSecret()
	remember("cipher secret", former)
	records := d.database(t)
	id := d.midway(t, os.Kill, func(k kept) (known bool) {
		must(t, records.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM canaries WHERE identity_id = $1)`, k.ID).Scan(&known))
		return k.Metadata != nil && known
	}, "LATCHKEY_SECRETS_CIPHER="+former+","+own)
	must(t, d.kratos.PatchIdentity(t.Context(), id, "add", "/metadata_admin", map[string]any{"latchkey_doctor": map[string]string{"until": "2026-01-01T00:00:00Z"}}))
	if got := d.findings(t, slices.Concat(notRight, notChecked), nil, "--canary"); len(got) > 0 {
		t.Errorf("after the secret is gone, doctor finds %v", got)
	}
	d.leavesNoIdentity(t)
}
