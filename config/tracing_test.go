package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTracing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "headers")
	if err := os.WriteFile(file, []byte("Authorization: Bearer a:b\n\nX-Scope-OrgID:7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := loadText(t, "tracing: {endpoint: https://otlp.example.com/tenant, headers_file: "+file+", trusted_callers: [10.1.2.3, 'fd00::/8']}")
	if err != nil || len(loaded.Warnings) > 0 {
		t.Fatal(err, loaded.Warnings)
	}
	want := map[string]string{"Authorization": "Bearer a:b", "X-Scope-OrgID": "7"}
	if got := loaded.Tracing.HeaderMap(); !maps.Equal(got, want) || !loaded.Tracing.On() || loaded.Tracing.SampleOneIn != 1 {
		t.Errorf("got %v of %d headers, one in %d", loaded.Tracing.On(), len(got), loaded.Tracing.SampleOneIn)
	}
	if Default().Tracing.On() {
		t.Error("it is on by default")
	}
}

func TestTracingFaults(t *testing.T) {
	for yaml, want := range map[string]string{
		"{endpoint: '127.0.0.1:4318'}":                                               "tracing.endpoint is not an http or https address",
		"{endpoint: grpc://otlp:4317}":                                               "tracing.endpoint is not an http or https address",
		"{endpoint: 'https://user:hidden@otlp.example.com'}":                         "tracing.endpoint is not an http or https address without user",
		"{endpoint: 'https://otlp.example.com/?key=hidden'}":                         "tracing.endpoint is not an http or https address without user, query",
		"{endpoint: https://otlp.example.com, headers: ['hidden']}":                  "tracing.headers[0] is not a header",
		"{endpoint: https://otlp.example.com, headers: ['A: b', 'api key: hidden']}": "tracing.headers[1] is not a header",
		"{sample_one_in: 0}":                                                         "tracing.sample_one_in is 0",
		"{trusted_callers: [0.0.0.0/0]}":                                             "tracing.trusted_callers trusts all clients",
		"{trusted_callers: [gateway]}":                                               "tracing.trusted_callers[0] is neither an IP address",
	} {
		_, err := loadText(t, "tracing: "+yaml)
		faults := faultsOf(t, err)
		if len(faults) != 1 || !strings.HasPrefix(faults[0].Path+" "+faults[0].Wrong, want) || strings.Contains(fmt.Sprint(faults), "hidden") {
			t.Errorf("%s: got %v", yaml, faults)
		}
	}
	loaded, err := loadText(t, "tracing: {endpoint: http://otlp.example.com, headers: ['A: b']}")
	if err != nil || len(loaded.Warnings) != 1 || loaded.Warnings[0].Path != "tracing.endpoint" {
		t.Errorf("got %v, %v", err, loaded.Warnings)
	}
}
