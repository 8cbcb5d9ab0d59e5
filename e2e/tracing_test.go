package e2e_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"latchkey/tracing/tracingtest"
)

// tracedLogin is the trace context that a gateway sends with both calls of one login.
const (
	loginTrace  = "4bf92f3577b34da6a3ce929d0e0e4736"
	gatewaySpan = "00f067aa0ba902b7"
	tracedLogin = "00-" + loginTrace + "-" + gatewaySpan + "-01"
)

// tracedEnv has Latchkey trace all requests, and continue the traces of this machine.
func tracedEnv(collector *tracingtest.Collector) []string {
	return []string{"LATCHKEY_TRACING_ENDPOINT=" + collector.URL, "LATCHKEY_TRACING_TRUSTED_CALLERS=127.0.0.0/8,::1", "OTEL_BSP_SCHEDULE_DELAY=100"}
}

// attributes are all that spans may have, and their values: none says who is signing in, or where from.
var attributes = map[string]*regexp.Regexp{
	"http.request.method":       regexp.MustCompile(`^(GET|POST|PATCH|DELETE|_OTHER)$`),
	"http.response.status_code": regexp.MustCompile(`^[1-5]\d\d$`),
	"http.route":                regexp.MustCompile(`^(/(v1|oauth2|[a-z-]+|:id))+$`),
	"latchkey.ceremony.kind":    regexp.MustCompile(`^(registration|login|step_up|confirmation|redeem)$`),
	"latchkey.ceremony.step":    regexp.MustCompile(`^(begin|finish)$`),
	"latchkey.outcome":          regexp.MustCompile(`^(succeeded|refused|failed|abandoned|ok|not_found|conflict|cancelled|answered|unreachable)$`),
	"latchkey.reason":           regexp.MustCompile(`^[a-z_]+$`),
	"latchkey.operation":        regexp.MustCompile(`^[a-z_]+$`),
	"peer.service":              regexp.MustCompile(`^kratos$`),
	"db.system.name":            regexp.MustCompile(`^postgresql$`),
	"db.operation.name":         regexp.MustCompile(`^(SELECT|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT|ROLLBACK|BATCH)$`),
	"db.response.status_code":   regexp.MustCompile(`^[0-9A-Z]{5}$`),
}

// spanName is a route, or a system with an operation.
var spanName = regexp.MustCompile(`^((GET|POST|PATCH|DELETE|_OTHER)( (/(v1|oauth2|[a-z-]+|:id))+)?|(store|kratos) [a-z_]+|postgresql [A-Z]+)$`)

// checkTraces: one login is one trace, from the gateway through Latchkey and its database to Kratos, and no span says who
// it is about.
func checkTraces(t *testing.T, s *stack, collector *tracingtest.Collector, hidden []string) {
	t.Helper()
	spans := collector.Await(t, func(spans []tracingtest.Span) bool {
		return len(paths(spans, "POST /v1/login/finish / kratos mint_finish / kratos mint_call / Kratos")) > 0 &&
			len(paths(spans, "POST /v1/login/finish / kratos mint_finish")) > 0 && // a parent arrives after its children
			len(paths(spans, "POST /v1/recovery-codes/redeem")) > 0
	})
	for _, want := range []string{
		"POST /v1/login/begin",
		"POST /v1/login/finish / store use_passkey / postgresql ",
		"POST /v1/login/finish / kratos identity / Kratos",
		"POST /v1/login/finish / kratos mint_begin / kratos mint_call / Kratos",
		"POST /v1/login/finish / kratos mint_finish / kratos mint_call / Kratos",
		"POST /v1/login/finish / kratos mint_finish / kratos session / Kratos",
	} {
		found := false
		for _, p := range paths(spans, want) {
			found = found || p.Trace == loginTrace
		}
		if !found {
			t.Errorf("the login's trace has no %s; it is\n%s", want, tree(spans))
		}
	}
	for _, one := range spans {
		if one.Service != "latchkey" {
			continue // Kratos' own have addresses, and more
		}
		if one.Extras != 0 || !spanName.MatchString(one.Name) {
			t.Errorf("a span has a name or extras that it must not have: %+v", one)
		}
		for key, value := range one.Attributes {
			if allowed := attributes[key]; allowed == nil || !allowed.MatchString(value) {
				t.Errorf("%s has the attribute %s=%q", one.Name, key, value)
			}
		}
		for _, text := range hidden {
			if strings.Contains(fmt.Sprint(one), text) {
				t.Errorf("%s says %s", one.Name, text)
			}
		}
		for _, leak := range leaked(fmt.Sprint(one)) {
			t.Errorf("a secret is in a span: %s", leak)
		}
	}
	if !strings.Contains(s.latchkey.Log(), `"trace_id":"`+loginTrace+`"`) {
		t.Error("no line of the log names the login's trace")
	}
}

// paths returns the last span of each chain of names, from a request down. "Kratos" is any span of Kratos.
func paths(spans []tracingtest.Span, chain string) (found []tracingtest.Span) {
	byID := make(map[string]tracingtest.Span)
	for _, s := range spans {
		byID[s.ID] = s
	}
	names := strings.Split(chain, " / ")
	for _, s := range spans {
		matches, at := true, s
		for i := len(names) - 1; i >= 0 && matches; i-- {
			if names[i] == "Kratos" {
				matches = at.Service != "latchkey"
			} else {
				matches = at.Service == "latchkey" && (at.Name == names[i] || strings.HasSuffix(names[i], " ") && strings.HasPrefix(at.Name, names[i]))
			}
			if i > 0 {
				at = byID[at.Parent]
			}
		}
		if matches {
			found = append(found, s)
		}
	}
	return found
}

// tree lists the spans of the login, each with its parent.
func tree(spans []tracingtest.Span) string {
	var list strings.Builder
	for _, s := range spans {
		if s.Trace == loginTrace {
			fmt.Fprintf(&list, "%s %s: %s, below %s\n", s.Service, s.ID, s.Name, s.Parent)
		}
	}
	return list.String()
}

// checkExemplars: a bucket names a trace, for scrapers that accept OpenMetrics.
func checkExemplars(t *testing.T, prometheus caller) {
	t.Helper()
	prometheus.header = http.Header{"Accept": {"application/openmetrics-text; version=1.0.0"}}
	scraped := string(prometheus.do(t, http.MethodGet, "/metrics", nil).body)
	for _, histogram := range []string{"ceremony_finish", "kratos_call", "store_call"} {
		if !regexp.MustCompile(`latchkey_` + histogram + `_duration_seconds_bucket\{.*\} \d+ # \{trace_id="[0-9a-f]{32}"\}`).MatchString(scraped) {
			t.Errorf("%s has no exemplar", histogram)
		}
	}
	if !strings.Contains(scraped, `# {trace_id="`+loginTrace+`"}`) {
		t.Error("no exemplar names the trace of the login")
	}
}
