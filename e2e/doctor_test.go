package e2e_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/doctor"
)

// doctored is a whole set-up, with what breaks it.
type doctored struct {
	*stack
	proxy  *alteringProxy
	app    *httptest.Server // an application, whose headers are header
	header atomic.Pointer[http.Header]
	tls    *certified
}

// alteringProxy is the proxy in front of Latchkey.
type alteringProxy struct {
	alter atomic.Pointer[func(*httputil.ProxyRequest, http.Header)]
}

func (p *alteringProxy) handler(target string) http.Handler {
	to, _ := url.Parse(target)
	call := func(r *httputil.ProxyRequest, h http.Header) {
		if alter := p.alter.Load(); alter != nil {
			(*alter)(r, h)
		}
	}
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
			call(r, nil)
		},
		ModifyResponse: func(r *http.Response) error { call(nil, r.Header); return nil },
	}
}

// startDoctored starts one. change may change what Kratos and Latchkey are started with.
func startDoctored(t *testing.T, change ...func(*demo.KratosOptions, *demo.LatchkeyOptions)) *doctored {
	d := &doctored{proxy: &alteringProxy{}, tls: certify(t)}
	d.app = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if h := d.header.Load(); h != nil {
			for name, values := range *h {
				w.Header()[name] = values
			}
		}
	}))
	t.Cleanup(d.app.Close)
	d.app.URL = strings.Replace(d.app.URL, "127.0.0.1", "localhost", 1)
	listener := listen(t, 0)
	_, port, _ := strings.Cut(listener.Addr().String(), ":")
	base := "http://localhost:" + port
	own, secret := freePort(t), demo.RandomSecret()
	remember("client secret", secret)
	kratos := demo.KratosOptions{Login: &demo.KratosLogin{Issuer: base, ClientSecret: secret}, ReturnURLs: []string{base + "/", d.tls.URL + "/"}}
	latchkey := demo.LatchkeyOptions{PublicPort: own, Env: []string{
		"LATCHKEY_KRATOS_LOGIN_ENABLED=true", "LATCHKEY_KRATOS_LOGIN_CLIENT_SECRET=" + secret,
		"LATCHKEY_SERVE_PUBLIC_BASE_URL=" + base, relyingParty(t, base, d.app.URL),
	}}
	for _, one := range change {
		one(&kratos, &latchkey)
	}
	latchkey.Kratos = startKratos(t, kratos)
	d.stack = &stack{kratos: latchkey.Kratos, latchkey: startLatchkey(t, latchkey)}
	serveOn(t, listener, d.proxy.handler("http://127.0.0.1:"+strconv.Itoa(own)))
	d.tls.leadTo(t, localhost(own), base)
	return d
}

// report runs `latchkey doctor` with other settings.
func (d *doctored) report(t *testing.T, env []string, args ...string) (report doctor.Report) {
	t.Helper()
	cmd := d.latchkey.Command(append([]string{"doctor", "--json"}, args...)...)
	cmd.Env = append(cmd.Env, env...)
	output, err := cmd.Output()
	exited, _ := errors.AsType[*exec.ExitError](err)
	if json.Unmarshal(output, &report) != nil {
		t.Fatalf("%v: %v printed no report: %v", args, env, err)
	}
	if (report.Faults > 0) != (exited != nil) {
		t.Errorf("%d faults, and doctor ended with %v", report.Faults, err)
	}
	return report
}

// findings runs `latchkey doctor` with other settings, and returns the findings of these results by their names, without
// repetitions.
func (d *doctored) findings(t *testing.T, results []doctor.Result, env []string, args ...string) []string {
	t.Helper()
	var names []string
	for _, f := range d.report(t, env, args...).Findings {
		if f.Result == doctor.Fault || f.Result == doctor.Warning {
			if f.Remedy == "" || f.Seen == "" && f.Check != "configuration" {
				t.Errorf("%s does not say how it was found, or what to do: %+v", f.Check, f)
			}
			checkLog(t, f.Wrong+f.Seen+f.Remedy)
		}
		if slices.Contains(results, f.Result) && (f.Result == doctor.Fault || f.Check != "configuration") { // some seeds are worth a warning, too
			names = append(names, f.Check)
		}
	}
	return slices.Compact(names)
}

var (
	faults     = []doctor.Result{doctor.Fault}
	warnings   = []doctor.Result{doctor.Warning}
	notRight   = []doctor.Result{doctor.Fault, doctor.Warning}
	notChecked = []doctor.Result{doctor.Skipped}
)

// seededElsewhere are seeded by the tests of cmd/latchkey/approved, and by TestDoctorOrganization.
var seededElsewhere = []string{
	"compromised_models", "compromised_models.due", "compromised_models.late", "kratos.version",
	"metadata", "metadata.fetch", "metadata.file", "metadata.older", "metadata.overdue",
}

// TestDoctor seeds the common faults of a set-up one by one, and has doctor name exactly that one.
func TestDoctor(t *testing.T) {
	t.Parallel()
	d := startDoctored(t)
	if got := d.findings(t, notRight, nil); len(got) > 0 {
		t.Fatalf("of a set-up that works: %v", got)
	}
	var named []string
	for _, seed := range slices.Concat(d.settingFaults(t), d.databaseFaults(t), d.kratosFaults(t), d.deliveryFaults(t), d.certificateFaults(t)) {
		got := d.findings(t, seed.result(), seed.env, seed.args...)
		if seed.want == "" && len(got) > 0 || seed.want != "" && !slices.Equal(got, []string{seed.want}) {
			t.Errorf("%s: doctor finds %v", seed.want, got)
		}
		named = append(named, got...)
	}
	named = slices.Concat(named, d.proxyFaults(t), d.applicationFaults(t), canaryFaults, seededElsewhere)
	slices.Sort(named)
	if named = slices.Compact(named); len(named) < 20 || !slices.Equal(named, documentedFaults(t)) {
		t.Errorf("seeded: %v\ndocumented: %v", named, documentedFaults(t))
	}
}

// documentedFaults are the names in the table of docs/troubleshooting.md, sorted.
func documentedFaults(t *testing.T) (names []string) {
	manual, err := os.ReadFile("../docs/troubleshooting.md")
	must(t, err)
	for _, found := range regexp.MustCompile("\\| `([a-z0-9_.]+)` \\|").FindAllSubmatch(manual, -1) {
		names = append(names, string(found[1]))
	}
	slices.Sort(names)
	return names
}

// seed is a fault in the settings.
type seed struct {
	want    string // empty: nothing is wrong
	warning bool
	env     []string
	args    []string
}

func (s seed) result() []doctor.Result {
	if s.warning {
		return warnings
	}
	return faults
}

func (d *doctored) settingFaults(t *testing.T) []seed {
	one := func(want string, env ...string) seed { return seed{want: want, env: env} }
	nothing := localhost(freePort(t))
	related := strings.Replace(relyingParty(t, d.app.URL), `"origins"`, `"related_origins":["`+d.app.URL+`"],"origins"`, 1)
	certificate := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(certificate.Close)
	return []seed{
		one("configuration", "LATCHKEY_WEBAUTHN_MAX_PASSKEYS=0"),
		one("kratos.addresses", "LATCHKEY_KRATOS_PUBLIC_URL="+d.kratos.AdminURL, "LATCHKEY_KRATOS_ADMIN_URL="+d.kratos.PublicURL), // swapped
		one("kratos.public_url", "LATCHKEY_KRATOS_PUBLIC_URL="+nothing),
		one("kratos.public_url", "LATCHKEY_KRATOS_PUBLIC_URL="+d.app.URL), // another program
		one("kratos.admin_url", "LATCHKEY_KRATOS_ADMIN_URL="+nothing),
		one("kratos.admin_url", "LATCHKEY_KRATOS_ADMIN_URL="+d.kratos.PublicURL),
		one("kratos.browser_url", "LATCHKEY_KRATOS_BROWSER_URL="+d.kratos.PublicURL), // by its IP address
		one("kratos.provider", "LATCHKEY_KRATOS_LOGIN_PROVIDER=latchkey"),
		one("kratos.issuer", "LATCHKEY_KRATOS_LOGIN_CLIENT_ID=ory"),
		{"kratos.schemas", true, []string{"LATCHKEY_KRATOS_TRAITS_LOGIN=emial"}, nil},
		one("address", "LATCHKEY_SERVE_PUBLIC_BASE_URL="+nothing),
		one("address", "LATCHKEY_SERVE_PUBLIC_BASE_URL="+d.app.URL), // another program
		one("address", "LATCHKEY_SERVE_PUBLIC_BASE_URL="+d.latchkey.PublicURL),
		one("configuration", "LATCHKEY_SERVE_PUBLIC_BASE_URL=http://passkeys.example.com"), // not https
		one("address.certificate", "LATCHKEY_SERVE_PUBLIC_BASE_URL="+strings.Replace(certificate.URL, "127.0.0.1", "localhost", 1)),
		one("well_known", related), // https://localhost/ does not answer
		{"origins", false, nil, []string{"--origin", "https://app.example.com"}},
	}
}

// kratosFaults are in kratos.yml, or in Kratos' clock.
func (d *doctored) kratosFaults(t *testing.T) []seed {
	var ahead shiftedKratos
	ahead.shift.Store(int64(time.Minute))
	admin, err := url.Parse(d.kratos.AdminURL)
	must(t, err)
	port, err := strconv.Atoi(admin.Port())
	must(t, err)
	here := freePort(t)
	base := "http://127.0.0.1:" + strconv.Itoa(here)
	bare := startKratos(t, demo.KratosOptions{CookieDomain: "example.com", ReturnURLs: []string{base + "/"}})
	startLatchkey(t, demo.LatchkeyOptions{Kratos: bare, PublicPort: here, FrontEnds: []string{d.app.URL}, Env: []string{"LATCHKEY_SERVE_PUBLIC_BASE_URL=" + base}})
	to := func(k *demo.Kratos, more ...string) []string {
		return append([]string{
			"LATCHKEY_KRATOS_PUBLIC_URL=" + k.PublicURL, "LATCHKEY_KRATOS_ADMIN_URL=" + k.AdminURL, "LATCHKEY_KRATOS_BROWSER_URL=" + k.BrowserURL,
			"LATCHKEY_KRATOS_LOGIN_ENABLED=false",
		}, more...)
	}
	return []seed{
		{"kratos.clock", false, []string{"LATCHKEY_KRATOS_ADMIN_URL=" + ahead.serve(t, port)}, nil},
		{"kratos.return_urls", false, to(bare), nil},
		{"kratos.cookie_domain", true, to(bare, "LATCHKEY_SERVE_PUBLIC_BASE_URL="+base), []string{"--origin", d.app.URL}},
	}
}

// proxyFaults are made by the proxy between browsers and Latchkey.
func (d *doctored) proxyFaults(t *testing.T) (named []string) {
	for _, fault := range []struct {
		want  string
		level []doctor.Result
		alter func(*httputil.ProxyRequest, http.Header)
	}{
		{"address.proxy.host", warnings, func(r *httputil.ProxyRequest, _ http.Header) {
			if r != nil {
				r.Out.Host = "latchkey:4477"
			}
		}},
		{"address.proxy.client", faults, func(r *httputil.ProxyRequest, _ http.Header) {
			if r != nil {
				r.SetXForwarded()
			}
		}},
		{"origins.cors", faults, func(_ *httputil.ProxyRequest, h http.Header) { h.Del("Access-Control-Allow-Origin") }},
	} {
		named = append(named, fault.want)
		d.proxy.alter.Store(&fault.alter)
		if got := d.findings(t, fault.level, nil); !slices.Equal(got, []string{fault.want}) {
			t.Errorf("%s: doctor finds %v", fault.want, got)
		}
	}
	d.proxy.alter.Store(nil)
	return named
}

// applicationFaults are in the headers of the application's pages.
func (d *doctored) applicationFaults(t *testing.T) (named []string) {
	for _, fault := range []struct {
		want   string
		level  []doctor.Result
		header http.Header
	}{
		{"applications.permissions", faults, http.Header{"Permissions-Policy": {"camera=(), publickey-credentials-get=()"}}},
		{"applications.csp", warnings, http.Header{"Content-Security-Policy": {"default-src 'self'"}}},
	} {
		named = append(named, fault.want)
		d.header.Store(&fault.header)
		if got := d.findings(t, fault.level, nil); !slices.Equal(got, []string{fault.want}) {
			t.Errorf("%s: doctor finds %v", fault.want, got)
		}
	}
	d.header.Store(&http.Header{"Permissions-Policy": {"publickey-credentials-get=(self)"}, "Content-Security-Policy": {"default-src 'self'; connect-src 'self' http://localhost:*; script-src 'self' 'nonce-x'"}})
	if got := d.findings(t, notRight, nil); len(got) > 0 {
		t.Errorf("of headers that allow passkeys: %v", got)
	}
	return named
}
