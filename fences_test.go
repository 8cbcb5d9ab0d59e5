// Package latchkey_test enforces the plan of the packages: which package may import which, and which outside library
// belongs to which package (see the table below). Add a new package or library here first.
package latchkey_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "latchkey"

// layer is one line of the plan. A folder belongs to the nearest listed package above it. `ours` lists packages of this
// module (all with "*"), `outside` lists outside packages with everything below them. The test fields list what test files may
// import in addition: tests run real neighbours, so they may import more than the code they test.
type layer struct {
	ours, outside         []string
	testOurs, testOutside []string
}

// everywhere are the outside libraries that no package owns: identifiers.
var everywhere = []string{"github.com/google/uuid"}

// testEverywhere are packages of this module for all test files: the store's suite with its temporary PostgreSQL, the
// databases with the current schema, the drivers, the software authenticator, the collector of traces, and the running stack.
var testEverywhere = []string{"store", "store/postgres", "store/sqlite", "store/storetest", "store/migrated", "webauthnsvc/webauthntest", "tracing/tracingtest", "demo"}

var plan = map[string]layer{
	// wiring
	"cmd/latchkey": {
		ours:        []string{"*"},
		outside:     []string{"github.com/alecthomas/kong"},
		testOutside: []string{"go.yaml.in/yaml/v3"}, // docker-compose.yml
	},
	"cmd/demo": {ours: []string{"*"}},
	// images by digest: a program for those who build
	"deploy/digests": {},
	"demo":           {ours: []string{"*"}},
	// settings: plain values, which the wiring converts for the packages that use them
	"config": {
		ours:        []string{"authenticator", "config/setting", "config/value"},
		testOutside: []string{"github.com/pb33f/jsonschema/v6", "go.yaml.in/yaml/v3"},
	},
	// how settings are declared, read and described
	"config/setting": {ours: []string{"duration"}, outside: []string{"github.com/knadh/koanf", "go.yaml.in/yaml/v3"}},
	// durations as people write them
	"duration": {},
	// kinds of values in settings
	"config/value": {outside: []string{"golang.org/x/net/idna", "golang.org/x/net/publicsuffix"}},
	// HTTP in
	"api": {
		ours:     []string{"compromised", "authz", "rules", "transport", "span", "probe", "limit", "lifecycle", "people", "recovery", "revocation", "gate", "admin", "webauthnsvc", "standing", "assurance", "audit", "account", "text", "fault", "seal", "strictjson", "strictquery", "oidc", "web", "wellknown"},
		outside:  []string{"github.com/labstack/echo/v4"},
		testOurs: []string{"*"},
		testOutside: []string{"github.com/pb33f/libopenapi", "github.com/pb33f/libopenapi-validator", "github.com/jackc/pgx/v5",
			"github.com/go-webauthn/webauthn", "github.com/fxamacker/cbor/v2", "modernc.org/sqlite"}, // SQLite: to count commits
	},
	// for applications; it must not drag in anything
	"client":       {},
	"client/proof": {ours: []string{"client"}},
	// forward-auth
	"authz": {ours: []string{"standing", "assurance", "account", "transport", "fault"}},
	// what HTTP requests have in common
	"transport": {},
	// logins on pages of related origins
	"related": {ours: []string{"fault"}},
	// documents for browsers and apps
	"wellknown": {},
	// what the service depends on
	"probe": {},
	// what is wrong with a set-up
	"doctor": {ours: []string{"kratos/inspect", "kratos/trait", "store"}},
	// what a restored database has forgotten
	"restore": {ours: []string{"doctor", "lifecycle", "audit", "seal", "store"}},
	// what only a user can try
	"doctor/trial": {ours: []string{"doctor", "kratos/canary", "kratos/inspect", "kratos/trait", "totp"}},
	// codes of authenticator apps
	"totp": {},
	// how often callers get an answer
	"limit":  {ours: []string{"audit"}, outside: []string{"golang.org/x/time/rate"}},
	"oidc":   {ours: []string{"webauthnsvc", "account", "audit", "seal", "fault", "store"}, outside: []string{"github.com/go-jose/go-jose/v4"}, testOurs: []string{"client", "client/proof"}},
	"kratos": {ours: []string{"kratos/trait", "span", "webauthnsvc", "assurance", "account", "recent", "text", "fault"}, outside: []string{"github.com/ory/client-go"}, testOurs: []string{"oidc", "seal"}},
	// the traits of an identity, and what Kratos says without a user
	"kratos/trait":   {ours: []string{"text"}},
	"kratos/inspect": {ours: []string{"kratos", "kratos/trait"}},
	// a user of our own at Kratos
	"kratos/canary": {ours: []string{"kratos/inspect", "kratos/trait"}, testOurs: []string{"totp"}},
	// the rules, put together
	"rules": {ours: []string{"compromised", "account", "attestation", "authenticator", "policy", "people", "recovery", "revocation", "gate", "admin", "webauthnsvc", "standing", "assurance", "audit", "seal", "store"}},
	// reports on a user
	"people": {ours: []string{"policy", "attestation", "authenticator", "recovery", "admin", "webauthnsvc", "standing", "assurance", "audit", "account", "device", "seal", "fault", "store"}},
	// passkeys that people already have elsewhere
	"switchover": {ours: []string{"switchover/hanko", "claim", "webauthnsvc", "standing", "assurance", "audit", "account", "device", "text", "fault", "store", "strictjson"},
		testOurs: []string{"policy", "seal"}, testOutside: []string{"github.com/pb33f/jsonschema/v6"}},
	// the tables of teamhanko/passkeys
	"switchover/hanko": {ours: []string{"assurance", "account"}, outside: []string{"github.com/jackc/pgx/v5"}},
	// identities that were deleted or deactivated at Kratos
	"lifecycle": {ours: []string{"claim", "standing", "audit", "fault", "store"}, testOurs: []string{"kratos", "seal"}},
	// models that FIDO's metadata reports as compromised
	"compromised": {ours: []string{"authenticator", "claim", "metadata", "webauthnsvc", "standing", "audit", "fault", "store"},
		testOurs: []string{"metadata", "seal"}},
	// which replica does what one does for all
	"claim": {ours: []string{"fault", "store"}},
	// the ways back
	"recovery": {ours: []string{"policy", "revocation", "gate", "admin", "webauthnsvc", "standing", "assurance", "audit", "account", "text", "seal", "fault", "store"}},
	// revocations of all passkeys that match a filter
	"revocation": {ours: []string{"authenticator", "admin", "audit", "text", "fault", "store", "strictquery"}},
	// logins and settings changes at Kratos
	"gate": {ours: []string{"webauthnsvc", "standing", "assurance", "audit", "account", "seal", "fault", "store"}},
	// staff
	"admin": {ours: []string{"webauthnsvc", "standing", "assurance", "audit", "account", "text", "fault", "store"}},
	// the rules
	"webauthnsvc": {
		ours:        []string{"attestation", "authenticator", "decoy", "policy", "standing", "assurance", "audit", "account", "device", "text", "seal", "fault", "store", "strictjson", "related"},
		outside:     []string{"github.com/go-webauthn/webauthn", "filippo.io/edwards25519"},
		testOutside: []string{"github.com/fxamacker/cbor/v2"},
	},
	// what an authenticator says about its model, verified
	"attestation": {ours: []string{"authenticator"}, outside: []string{"github.com/go-webauthn/webauthn"}, testOutside: []string{"github.com/fxamacker/cbor/v2"}},
	// FIDO's metadata of authenticators
	"metadata": {ours: []string{"attestation", "authenticator"}, outside: []string{"github.com/go-webauthn/webauthn/metadata", "github.com/go-jose/go-jose/v4"}},
	// its newest list, fetched and kept
	"metadata/kept": {ours: []string{"metadata", "attestation", "authenticator", "claim", "fault", "store"}, testOurs: []string{"webauthnsvc/webauthntest"}},
	// which authenticators may hold new passkeys
	"authenticator": {},
	// what a login offers for users who do not exist
	"decoy": {ours: []string{"seal"}},
	// what a session is worth, gathered and recorded
	"standing": {ours: []string{"policy", "assurance", "audit", "account", "recent", "seal", "fault", "store"}},
	// the record of what happened
	"audit": {ours: []string{"recent", "text", "seal", "fault", "store"}},
	// answers and attempts of the last seconds
	"recent": {},
	// terms and tools that the rules share
	"device":  {}, // browsers, systems and passkeys by name
	"account": {ours: []string{"assurance", "policy"}},
	"text":    {ours: []string{"fault"}, outside: []string{"github.com/rivo/uniseg", "golang.org/x/text/unicode/norm"}},
	"seal":    {ours: []string{"fault", "store"}, outside: []string{"golang.org/x/crypto"}},
	"fault":   {ours: []string{"store"}},
	// JSON by exact names
	"strictjson": {ours: []string{"fault"}},
	// parameters of addresses
	"strictquery": {ours: []string{"fault"}},
	// which settings apply to whom
	"policy": {},
	// what a session is worth
	"assurance": {ours: []string{"policy", "store"}},
	// an authenticator in software, for tests only
	"webauthnsvc/webauthntest": {outside: []string{"github.com/fxamacker/cbor/v2"}, testOutside: []string{"github.com/go-webauthn/webauthn"}},
	// what audit events mean to other services
	"caep":   {ours: []string{"audit", "store"}},
	"notify": {ours: []string{"caep", "store"}, outside: []string{"github.com/standard-webhooks/standard-webhooks", "github.com/wneessen/go-mail"}, testOurs: []string{"audit", "oidc", "seal"}, testOutside: []string{"github.com/go-jose/go-jose/v4"}},
	// how it does, for Prometheus
	"metrics": {ours: []string{"authenticator", "span", "store"}, outside: []string{"github.com/prometheus/client_golang"}, testOurs: []string{"tracing"}},
	// which requests are traced, and the exporter
	"tracing": {ours: []string{"span"}, outside: []string{"go.opentelemetry.io/otel", "github.com/go-logr/logr"}},
	// a collector, for tests only
	"tracing/tracingtest": {outside: []string{"go.opentelemetry.io/proto/otlp", "google.golang.org/protobuf/proto"}},
	// what traced requests do; its functions are the closed set of attributes
	"span": {outside: []string{"go.opentelemetry.io/otel/attribute", "go.opentelemetry.io/otel/codes", "go.opentelemetry.io/otel/propagation", "go.opentelemetry.io/otel/trace"}},
	// records
	"store":           {ours: []string{"authenticator"}},
	"store/row":       {ours: []string{"authenticator", "store"}},
	"store/bounded":   {ours: []string{"authenticator", "store"}},
	"store/postgres":  {ours: []string{"authenticator", "span", "store", "store/row", "migrations"}, outside: []string{"github.com/jackc/pgx/v5"}, testOurs: []string{"store/bounded"}},
	"store/sqlite":    {ours: []string{"authenticator", "store", "store/row", "migrations"}, outside: []string{"modernc.org/sqlite"}},
	"store/storetest": {ours: []string{"authenticator", "store"}, outside: []string{"github.com/jackc/pgx/v5"}, testOurs: []string{"migrations"}},
	"store/migrated":  {ours: []string{"migrations", "store/storetest"}, outside: []string{"github.com/jackc/pgx/v5", "modernc.org/sqlite"}},
	"migrations": {
		outside:     []string{"github.com/pressly/goose/v3"},
		testOurs:    []string{"store"},
		testOutside: []string{"github.com/jackc/pgx/v5", "modernc.org/sqlite"},
	},
	// pages
	"web": {outside: []string{"golang.org/x/text/language"}},
	// the whole, from outside
	"e2e": {ours: []string{"*"}, outside: []string{"github.com/chromedp", "github.com/go-jose/go-jose/v4", "github.com/jackc/pgx/v5", "github.com/pb33f/libopenapi"}},
}

// importers limits which packages import one, tests included, if the table above would allow more.
var importers = map[string][]string{
	"config":         {"cmd/latchkey", "cmd/demo", "demo", "e2e"},
	"config/setting": {"config"},
	"config/value":   {"config", "cmd/latchkey", "cmd/demo", "demo", "e2e"},
}

func TestImportsFollowThePlan(t *testing.T) {
	for folder, imports := range importsByFolder(t) {
		name, ok := packageOf(folder)
		if !ok {
			t.Errorf("%s belongs to no package of the plan: add it to the table in fences_test.go, and to the plan", folder)
			continue
		}
		for _, i := range imports {
			if reason := plan[name].forbids(name, i); reason != "" {
				t.Errorf("%s:%d imports %s: %s", i.file, i.line, i.path, reason)
			}
		}
	}
}

// forbids returns why a package may not have an import, or "".
func (l layer) forbids(name string, i found) string {
	ours, outside := l.ours, slices.Concat(l.outside, everywhere)
	if strings.HasSuffix(i.file, "_test.go") {
		ours = slices.Concat(ours, l.testOurs, testEverywhere)
		outside = slices.Concat(outside, l.testOutside)
	}
	if rest, isOurs := strings.CutPrefix(i.path, module+"/"); isOurs {
		target, _ := packageOf(rest)
		if only, limited := importers[target]; limited && target != name && !slices.Contains(only, name) {
			return fmt.Sprintf("only %q may import %s", only, target)
		}
		if target == name || slices.Contains(ours, "*") || allowed(rest, ours) {
			return ""
		}
		return fmt.Sprintf("%s may import only %q of this module; imports point down, so move the code or pass an interface", name, ours)
	}
	if !strings.Contains(strings.Split(i.path, "/")[0], ".") || slices.ContainsFunc(outside, func(o string) bool { return within(i.path, o) }) {
		return "" // standard library, or allowed
	}
	return fmt.Sprintf("%s may import only the outside libraries %q; call the package that owns this one", name, outside)
}

// allowed compares packages of the plan, not folders: permission to import `store` does not include its drivers.
func allowed(path string, ours []string) bool {
	target, ok := packageOf(path)
	return ok && slices.Contains(ours, target)
}

func packageOf(folder string) (string, bool) {
	for ; folder != "." && folder != ""; folder = filepath.Dir(folder) {
		if _, ok := plan[folder]; ok {
			return folder, true
		}
	}
	return "", false
}

func within(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && (rest == "" || rest[0] == '/')
}
