package e2e_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/tracing/tracingtest"
	"latchkey/webauthnsvc/webauthntest"
)

// series are the lines of a scrape after real ceremonies: names and labels on which operators rely. Values that
// depend on the machine or on other requests are left out.
var series = []string{
	`latchkey_audit_oldest_unsealed_age_seconds`,
	`latchkey_audit_unsealed_events`,
	`latchkey_backlog_read`,
	`latchkey_build_info{goversion="…",version="…"}`,
	`latchkey_ceremonies_total{kind="confirmation",outcome="succeeded",reason="none",step="begin"}`,
	`latchkey_ceremonies_total{kind="confirmation",outcome="succeeded",reason="none",step="finish"}`,
	`latchkey_ceremonies_total{kind="login",outcome="refused",reason="ceremony_invalid",step="finish"}`,
	`latchkey_ceremonies_total{kind="login",outcome="refused",reason="ceremony_spent",step="finish"}`,
	`latchkey_ceremonies_total{kind="login",outcome="refused",reason="not_accepted",step="finish"}`,
	`latchkey_ceremonies_total{kind="login",outcome="succeeded",reason="none",step="begin"}`,
	`latchkey_ceremonies_total{kind="login",outcome="succeeded",reason="none",step="finish"}`,
	`latchkey_ceremonies_total{kind="redeem",outcome="refused",reason="invalid_request",step="finish"}`,
	`latchkey_ceremonies_total{kind="redeem",outcome="succeeded",reason="none",step="finish"}`,
	`latchkey_ceremonies_total{kind="registration",outcome="succeeded",reason="none",step="begin"}`,
	`latchkey_ceremonies_total{kind="registration",outcome="succeeded",reason="none",step="finish"}`,
	`latchkey_ceremonies_total{kind="step_up",outcome="succeeded",reason="none",step="begin"}`,
	`latchkey_ceremonies_total{kind="step_up",outcome="succeeded",reason="none",step="finish"}`,
	`latchkey_ceremony_finish_duration_seconds_count{kind="confirmation",outcome="succeeded"}`,
	`latchkey_ceremony_finish_duration_seconds_count{kind="login",outcome="refused"}`,
	`latchkey_ceremony_finish_duration_seconds_count{kind="login",outcome="succeeded"}`,
	`latchkey_ceremony_finish_duration_seconds_count{kind="redeem",outcome="refused"}`,
	`latchkey_ceremony_finish_duration_seconds_count{kind="redeem",outcome="succeeded"}`,
	`latchkey_ceremony_finish_duration_seconds_count{kind="registration",outcome="succeeded"}`,
	`latchkey_ceremony_finish_duration_seconds_count{kind="step_up",outcome="succeeded"}`,
	`latchkey_kratos_call_duration_seconds_count{operation="find_identity",outcome="answered"}`,
	`latchkey_kratos_call_duration_seconds_count{operation="identity",outcome="answered"}`,
	`latchkey_kratos_call_duration_seconds_count{operation="link",outcome="answered"}`,
	`latchkey_kratos_call_duration_seconds_count{operation="login_flow",outcome="answered"}`, // is a code a second factor?
	`latchkey_kratos_call_duration_seconds_count{operation="mint",outcome="answered"}`,
	`latchkey_kratos_call_duration_seconds_count{operation="ready",outcome="answered"}`, // before doctor's checks at start
	`latchkey_kratos_call_duration_seconds_count{operation="schemas",outcome="answered"}`,
	`latchkey_kratos_call_duration_seconds_count{operation="session",outcome="answered"}`,
	`latchkey_resets_oldest_open_age_seconds`,
	`latchkey_session_endings_oldest_pending_age_seconds`,
	`latchkey_session_endings_pending`,
	`latchkey_resets_unfinished{state="open"}`,
	`latchkey_resets_unfinished{state="pending"}`,
	`latchkey_compromised_models{state="acted"}`,
	`latchkey_compromised_models{state="waiting"}`,
	`latchkey_identities_missing`,
	`latchkey_reconciliation_aborted`,
	`latchkey_reconciliation_age_seconds`,
	`latchkey_revocations_oldest_open_age_seconds`,
	`latchkey_revocations_unfinished{state="open"}`,
	`latchkey_revocations_unfinished{state="pending"}`,
	`latchkey_store_call_duration_seconds_count{operation="…",outcome="conflict"}`,
	`latchkey_store_call_duration_seconds_count{operation="…",outcome="not_found"}`,
	`latchkey_store_call_duration_seconds_count{operation="…",outcome="ok"}`,
	`latchkey_store_pool_connections_limit{pool="postgres"}`,
	`latchkey_store_pool_connections{pool="postgres",state="busy"}`,
	`latchkey_store_pool_connections{pool="postgres",state="idle"}`,
	`latchkey_store_pool_wait_seconds_total{pool="postgres"}`,
	`latchkey_store_pool_waits_total{pool="postgres"}`,
	`latchkey_kratos_clock_offset_seconds`,
}

// TestMetrics: Prometheus sees what users did, but not who they are.
func TestMetrics(t *testing.T) {
	t.Parallel()
	port, collector := freePort(t), tracingtest.New(t)
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}, Collector: strings.TrimPrefix(collector.URL, "http://")}, demo.LatchkeyOptions{Env: append(
		tracedEnv(collector), fmt.Sprintf("LATCHKEY_SERVE_METRICS_ADDRESS=127.0.0.1:%d", port),
	)})
	user, person := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	made := person.register(t, a)
	var minted login
	b := begun{}
	gateway := caller{s.latchkey.PublicURL, http.Header{"Traceparent": {tracedLogin}}}
	gateway.do(t, http.MethodPost, "/v1/login/begin", map[string]string{"session": "token"}).want(t, http.StatusOK, &b)
	signed := b.signed(t, a)
	gateway.finish(t, "login", signed).want(t, http.StatusOK, &minted)
	s.anyone().finish(t, "login", signed).refused(t, http.StatusConflict, "ceremony_spent")
	person.stepUp(t, a)
	b = begun{}
	person.do(t, http.MethodPost, "/v1/confirmations/begin", map[string]string{"payload": "Pay 10 EUR"}).want(t, http.StatusOK, &b)
	person.finish(t, "confirmations", b.signed(t, a)).want(t, http.StatusOK, nil)
	var set struct{ Codes []string }
	person.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, &set)
	person.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": set.Codes[0]}).want(t, http.StatusOK, nil)
	// And what attackers send.
	person.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": "magpie\x00"}).refused(t, http.StatusBadRequest, "invalid_request")
	a.Tamper.Signature = func(signature []byte) []byte { signature[len(signature)-1] ^= 1; return signature }
	s.anyone().login(t, a).rejected(t, "not_accepted")
	s.anyone().finish(t, "login", finish{"magpie", []byte(`{"magpie":{}}`)}).refused(t, http.StatusBadRequest, "ceremony_invalid")
	s.anyone().do(t, "MAGPIE", "/v1/login/finish?magpie", nil)
	s.anyone().do(t, http.MethodPost, "/v1/login/finish/magpie", nil)

	prometheus := caller{fmt.Sprintf("http://127.0.0.1:%d", port), nil}
	scraped := string(prometheus.do(t, http.MethodGet, "/metrics", nil).body)
	got := shownSeries(scraped)
	for _, name := range got {
		if !slices.Contains(series, name) {
			t.Errorf("%s is exported, and not in this list", name)
		}
	}
	for _, name := range series {
		if !slices.Contains(got, name) {
			t.Errorf("%s is missing", name)
		}
	}
	for name, value := range map[string]string{
		`latchkey_ceremonies_total{kind="login",outcome="succeeded",reason="none",step="finish"}`: "1",
		`latchkey_kratos_call_duration_seconds_count{operation="mint",outcome="answered"}`:        "1",
		`latchkey_store_call_duration_seconds_count{operation="create_passkey",outcome="ok"}`:     "1",
		`latchkey_backlog_read`: "1",
	} {
		if !strings.Contains(scraped, "\n"+name+" "+value+"\n") {
			t.Errorf("%s is not %s", name, value)
		}
	}
	for _, kind := range []string{"go_goroutines", "process_resident_memory_bytes"} {
		if !strings.Contains(scraped, "\n"+kind+" ") {
			t.Errorf("%s is missing", kind)
		}
	}
	for _, leak := range leaked(scraped) {
		t.Errorf("a secret is among the metrics: %s", leak)
	}
	hidden := []string{minted.IdentityID.String(), made.ID.String(), set.Codes[0], user.Token(), "example.com", "magpie", "MAGPIE"}
	for _, hidden := range hidden {
		if strings.Contains(scraped, hidden) {
			t.Errorf("%s is among the metrics", hidden)
		}
	}
	checkTraces(t, s, collector, hidden)
	checkExemplars(t, prometheus)
	// The same for a key; without one, and elsewhere, nothing.
	s.support().do(t, http.MethodGet, "/metrics", nil).want(t, http.StatusOK, nil)
	caller{s.latchkey.AdminURL, nil}.do(t, http.MethodGet, "/metrics", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
	s.anyone().do(t, http.MethodGet, "/metrics", nil).refused(t, http.StatusNotFound, "not_found")
	prometheus.do(t, http.MethodGet, "/admin/v1/passkeys", nil).refused(t, http.StatusNotFound, "not_found")
}

// shownSeries are our series, for histograms their count, without those at 0.
func shownSeries(scraped string) []string {
	var all []string
	open := regexp.MustCompile(`(goversion|version|operation)="[^"]*"`)
	for line := range strings.Lines(scraped) {
		line = strings.TrimSpace(line)
		end := max(0, strings.LastIndexByte(line, ' '))
		name, value := line[:end], line[end:]
		kind, _, _ := strings.Cut(name, "{")
		switch {
		case !strings.HasPrefix(name, "latchkey_"), strings.HasSuffix(kind, "_bucket"), strings.HasSuffix(kind, "_sum"):
			continue
		case kind == "latchkey_ceremonies_total" && value == " 0":
			continue
		case strings.HasPrefix(kind, "latchkey_build") || strings.HasPrefix(kind, "latchkey_store_call"):
			name = open.ReplaceAllString(name, `$1="…"`)
		}
		all = append(all, name)
	}
	return all
}
