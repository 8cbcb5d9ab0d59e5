package latchkey_test

import "testing"

// TestPlanRefusesImports checks that the plan refuses the imports it should, and only those.
func TestPlanRefusesImports(t *testing.T) {
	tests := []struct {
		pkg, file, path string
		allowed         bool
	}{
		{"api", "api/a.go", "latchkey/webauthnsvc", true},
		{"api", "api/a.go", "latchkey/kratos", false},
		{"api", "api/a.go", "latchkey/store", false},
		{"api", "api/a.go", "github.com/labstack/echo/v4/middleware", true},
		{"api", "api/a.go", "github.com/go-webauthn/webauthn/protocol", false},
		{"api", "api/a_test.go", "latchkey/store/storetest", true},
		{"api", "api/a.go", "log/slog", true},
		{"api", "api/a.go", "github.com/pb33f/libopenapi", false},
		{"api", "api/a_test.go", "github.com/pb33f/libopenapi", true},
		{"webauthnsvc", "webauthnsvc/a.go", "latchkey/store", true},
		{"webauthnsvc", "webauthnsvc/a.go", "latchkey/store/sqlite", false},
		{"webauthnsvc", "webauthnsvc/a_test.go", "latchkey/store/sqlite", true},
		{"webauthnsvc", "webauthnsvc/a.go", "latchkey/api", false},
		{"webauthnsvc", "webauthnsvc/a.go", "latchkey/webauthnsvc/webauthntest", false},
		{"webauthnsvc", "webauthnsvc/a_test.go", "latchkey/webauthnsvc/webauthntest", true},
		{"webauthnsvc", "webauthnsvc/a.go", "github.com/ory/client-go", false},
		{"webauthnsvc", "webauthnsvc/a.go", "github.com/go-webauthn/webauthnother", false},
		{"kratos", "kratos/a.go", "github.com/ory/client-go", true},
		{"kratos", "kratos/a.go", "latchkey/store", false},
		{"store", "store/a.go", "latchkey/migrations", false},
		{"store/sqlite", "store/sqlite/a.go", "latchkey/migrations", true},
		{"store/sqlite", "store/sqlite/a.go", "latchkey/store/postgres", false},
		{"store/sqlite", "store/sqlite/a.go", "github.com/jackc/pgx/v5", false},
		{"web", "web/a.go", "latchkey/webauthnsvc", false},
		{"cmd/latchkey", "cmd/latchkey/a.go", "latchkey/store/postgres", true},
		{"cmd/latchkey", "cmd/latchkey/a.go", "github.com/ory/client-go", false},
		{"cmd/latchkey", "cmd/latchkey/a.go", "latchkey/config", true},
		{"cmd/latchkey", "cmd/latchkey/a.go", "github.com/knadh/koanf/v2", false},
		{"cmd/latchkey", "cmd/latchkey/a.go", "go.yaml.in/yaml/v3", false},
		{"e2e", "e2e/a_test.go", "latchkey/config", true},
		{"api", "api/a.go", "latchkey/config", false},
		{"api", "api/a_test.go", "latchkey/config", false},
		{"config", "config/a.go", "latchkey/config/setting", true},
		{"config", "config/a.go", "github.com/knadh/koanf/v2", false},
		{"config/setting", "config/setting/a.go", "github.com/knadh/koanf/v2", true},
		{"config/setting", "config/setting/a.go", "latchkey/config/value", false},
		{"cmd/latchkey", "cmd/latchkey/a.go", "latchkey/config/value", true},
		{"cmd/latchkey", "cmd/latchkey/a.go", "latchkey/config/setting", false},
		{"config", "config/a.go", "github.com/alecthomas/kong", false},
		{"config", "config/a.go", "latchkey/web", false},
		{"config", "config/a.go", "latchkey/webauthnsvc", false},
		{"api", "api/a.go", "github.com/prometheus/client_golang/prometheus", false},
		{"metrics", "metrics/a.go", "github.com/prometheus/client_golang/prometheus", true},
		{"metrics", "metrics/a.go", "latchkey/api", false},
		{"store", "store/a.go", "github.com/google/uuid", true},
		{"api", "api/a.go", "latchkey/span", true},
		{"api", "api/a.go", "go.opentelemetry.io/otel/attribute", false},
		{"span", "span/a.go", "go.opentelemetry.io/otel/attribute", true},
		{"span", "span/a.go", "go.opentelemetry.io/otel/exporters/otlp/otlptrace", false},
		{"tracing", "tracing/a.go", "go.opentelemetry.io/otel/exporters/otlp/otlptrace", true},
	}
	for _, test := range tests {
		reason := plan[test.pkg].forbids(test.pkg, found{file: test.file, path: test.path})
		if (reason == "") != test.allowed {
			t.Errorf("%s importing %s: got %q, want allowed: %v", test.file, test.path, reason, test.allowed)
		}
	}
}
