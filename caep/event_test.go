package caep_test

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/caep"
	"latchkey/store"
)

// auditTypes returns all types of audit events.
func auditTypes(t *testing.T) []string {
	t.Helper()
	source, err := os.ReadFile("../audit/event.go")
	if err != nil {
		t.Fatal(err)
	}
	types := []string{"oidc.code_redeemed", "oidc.code_refused", "factor.appeared", "factor.returned", "factor.gone", "factor.vouched"}
	for _, match := range regexp.MustCompile(`= "([a-z_]+\.[a-z_]+)"`).FindAllStringSubmatch(string(source), -1) {
		types = append(types, match[1])
	}
	if len(types) < 60 {
		t.Fatalf("found only %d types", len(types))
	}
	return types
}

var (
	ada     = uuid.MustParse("5f0c9f4e-1d57-4b6e-8f0c-a2f2b1f6d001")
	session = uuid.MustParse("5f0c9f4e-1d57-4b6e-8f0c-a2f2b1f6d002")
	aaguid  = uuid.MustParse("fbfc3007-154e-4ecc-8c0b-6e020557d7bd")
	at      = time.Unix(1795384800, 0)
)

func happened(kind, metadata string) store.AuditEvent {
	return store.AuditEvent{
		ID: store.NewID(), At: at, Type: kind, IdentityID: ada, ActorKind: store.ActorIdentity, ActorID: ada.String(),
		PasskeyID: uuid.New(), IP: "203.0.113.7", UserAgent: "Firefox", Metadata: json.RawMessage(metadata),
	}
}

// Every audit event either means something to other services, or is listed with the reason why not; none is both.
func TestEveryAuditEventIsDecided(t *testing.T) {
	// What makes an event that means something only sometimes mean something.
	with := map[string]string{
		"passkey.clone_suspected": `{"suspended":true}`, "step_up.succeeded": `{"level":"aal2","session_id":"` + session.String() + `"}`,
		"mfa.admin_reset":  `{"steps":[{"step":"passkeys","outcome":"removed"}]}`,
		"identity.removed": `{"passkeys":1}`,
	}
	for _, kind := range auditTypes(t) {
		means, reason := len(caep.Of(happened(kind, with[kind]))) > 0, caep.Unmapped[kind]
		if means == (reason != "") {
			t.Errorf("%s: means something: %v; reason why not: %q", kind, means, reason)
		}
	}
	for kind := range caep.Unmapped {
		if !strings.Contains(strings.Join(auditTypes(t), " ")+" ", kind+" ") {
			t.Errorf("%s is no audit event", kind)
		}
	}
}

// noticed are the events of what Latchkey finds at Kratos later: a token about them has no time, since CAEP wants that of the change.
var noticed = []string{"factor.appeared", "factor.returned", "factor.gone", "identity.suspended", "identity.resumed", "identity.missing"}

func TestMeanings(t *testing.T) {
	created := func(kind, how string) map[string]any {
		return map[string]any{"type": "credential-change", "credential_type": kind, "change_type": how}
	}
	ended := map[string]any{"type": "session-revoked"}
	inSession := map[string]any{"type": "session-revoked", "session": session.String()}
	raised := map[string]any{
		"type": "assurance-level-change", "session": session.String(), "namespace": "NIST-AAL", "current_level": "nist-aal2",
	}
	ofSession := `"session_id":"` + session.String() + `"`
	for _, c := range []struct {
		kind, reason, metadata string
		want                   []map[string]any
	}{
		{"passkey.registered", "", `{"aaguid":"` + aaguid.String() + `","authenticator":"platform"}`, []map[string]any{
			{"type": "credential-change", "credential_type": "fido2-platform", "change_type": "create", "fido2_aaguid": aaguid.String()},
		}},
		{"passkey.registered", "", `{"role":true}`, []map[string]any{created("fido2", "create")}},
		{"passkey.registered", "", `{"key_identifier":"923881fe2f214ee465484371aeb72e97f5a58e0a","authenticator":"roaming","attested":{"by":"roots","format":"fido-u2f"}}`,
			[]map[string]any{created("fido-u2f", "create")}},
		{"passkey.registered", "", `{"authenticator":"roaming","attested":{"by":"roots","format":"packed"}}`, []map[string]any{created("fido2-roaming", "create")}},
		{"passkey.imported", "", `{"authenticator":"roaming"}`, []map[string]any{created("fido2-roaming", "create")}},
		{"passkey.removed", "", `{"name":"Ada's phone"}`, []map[string]any{created("fido2", "delete")}},
		{"passkey.removed", "disowned", "", []map[string]any{created("fido2", "delete"), ended}},
		{"passkey.revoked", "stolen", "", []map[string]any{created("fido2", "revoke")}},
		{"passkey.revoked", "stolen", `{"sessions_ended":true}`, []map[string]any{created("fido2", "revoke"), ended}},
		{"passkey.revoked", "stolen", `{"ended_sessions":["` + session.String() + `","` + ada.String() + `"]}`, []map[string]any{
			created("fido2", "revoke"), inSession, {"type": "session-revoked", "session": ada.String()},
		}},
		{"passkey.removed", "disowned", `{"ended_sessions":["` + session.String() + `"]}`, []map[string]any{created("fido2", "delete"), ended}},
		{"passkey.suspended", "", `{"ended_sessions":["` + session.String() + `"]}`, []map[string]any{created("fido2", "revoke"), inSession}},
		{"passkey.suspended", "", "", []map[string]any{created("fido2", "revoke")}},
		{"passkey.clone_suspected", "clone", "", nil},
		{"passkey.clone_suspected", "clone", `{"suspended":true}`, []map[string]any{created("fido2", "revoke")}},
		{"passkey.resumed", "", "", []map[string]any{created("fido2", "update")}},
		{"recovery_codes.created", "", `{"count":10}`, []map[string]any{created("recovery-codes", "create")}},
		{"recovery_codes.ended", "passkey", "", []map[string]any{created("recovery-codes", "revoke")}},
		{"recovery_codes.ended", "older than the verification", `{"sessions_ended":true}`, []map[string]any{created("recovery-codes", "revoke"), ended}},
		{"recovery_codes.redeemed", "", `{"left":2}`, []map[string]any{created("recovery-codes", "update")}},
		{"recovery_codes.redeemed", "", `{"left":2,"level":"aal2",` + ofSession + `}`, []map[string]any{created("recovery-codes", "update"), raised}},
		{"factor.appeared", "", `{"kind":"totp"}`, []map[string]any{created("app", "create")}},
		{"factor.returned", "", `{"kind":"lookup_secret"}`, []map[string]any{created("recovery-codes", "create")}},
		{"factor.gone", "", `{"kind":"webauthn"}`, []map[string]any{created("fido2-roaming", "delete")}},
		{"factor.disowned", "", `{"kind":"something new"}`, []map[string]any{created("something new", "revoke"), ended}},
		{"step_up.succeeded", "", `{"user_verified":true,"level":"aal2",` + ofSession + `}`, []map[string]any{raised}},
		{"step_up.succeeded", "", `{"user_verified":false}`, nil},
		{"sessions.ended", "left", "", []map[string]any{ended}},
		{"sessions.ended", "left", `{` + ofSession + `}`, []map[string]any{inSession}},
		{"mfa.admin_reset", "lost", `{"steps":[{"step":"passkeys","outcome":"removed","passkeys":[{"name":"x"}]},{"step":"recovery_codes","outcome":"absent"},
			{"step":"admin_keys","outcome":"removed"},{"step":"totp","outcome":"unsure"},{"step":"webauthn","outcome":"kept"},{"step":"link","outcome":"removed"},{"step":"sessions","outcome":"removed"}]}`,
			[]map[string]any{created("fido2", "revoke"), created("app", "revoke"), ended}},
		{"mfa.admin_reset", "lost", `{"steps":[{"step":"sessions","outcome":"identity_gone"}]}`, nil},
		{"identity.suspended", "", `{"passkeys":2}`, []map[string]any{created("fido2", "revoke"), ended}},
		{"identity.resumed", "", `{"passkeys":2}`, []map[string]any{created("fido2", "update")}},
		{"identity.missing", "", `{"removed_after":"2026-11-23T10:00:00Z"}`, []map[string]any{ended}},
		{"identity.removed", "", `{"passkeys":2,"recovery_codes":10,"sessions":3,"missing_since":"2026-11-23T10:00:00Z"}`, []map[string]any{
			created("fido2", "delete"), created("recovery-codes", "delete"),
		}},
		{"identity.removed", "", `{"passkeys":0,"recovery_codes":0}`, nil},
		{"login.succeeded", "", "", nil},
	} {
		e := happened(c.kind, c.metadata)
		e.Reason = c.reason
		var got []map[string]any
		for _, one := range caep.Of(e) {
			claims := map[string]any{}
			raw, err := json.Marshal(one.Claims)
			if err != nil || json.Unmarshal(raw, &claims) != nil {
				t.Fatal(err)
			}
			if when, ok := claims["event_timestamp"]; ok == slices.Contains(noticed, c.kind) || ok && when != float64(1795384800) || claims["initiating_entity"] == "" {
				t.Errorf("%s: %s", c.kind, raw)
			}
			if reasons, _ := claims["reason_admin"].(map[string]any); reasons["en"] == "" || strings.Contains(string(raw), "Ada's phone") ||
				strings.Contains(string(raw), "stolen") || strings.Contains(string(raw), "203.0.113.7") {
				t.Errorf("%s: %s", c.kind, raw)
			}
			for _, name := range []string{"event_timestamp", "initiating_entity", "reason_admin"} {
				delete(claims, name)
			}
			if claims["type"] = one.Type; one.SessionID != uuid.Nil {
				claims["session"] = one.SessionID.String()
			}
			if !strings.HasPrefix(one.URI(), "https://schemas.openid.net/secevent/caep/event-type/"+one.Type) {
				t.Errorf("%s: %s", c.kind, one.URI())
			}
			got = append(got, claims)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %s %s:\ngot  %v\nwant %v", c.kind, c.reason, c.metadata, got, c.want)
		}
	}
}

func TestInitiatingEntity(t *testing.T) {
	admin := uuid.NewString()
	for _, c := range []struct{ kind, actorKind, actor, want string }{
		{"passkey.removed", store.ActorIdentity, ada.String(), "user"},
		{"passkey.revoked", store.ActorIdentity, admin, "admin"},
		{"passkey.revoked", store.ActorAdminKey, admin, "admin"},
		{"passkey.suspended", store.ActorSystem, "", "system"},
		{"passkey.clone_suspected", store.ActorIdentity, ada.String(), "policy"},
	} {
		e := happened(c.kind, `{"suspended":true}`)
		e.ActorKind, e.ActorID = c.actorKind, c.actor
		if got := caep.Of(e); len(got) != 1 || got[0].Claims.InitiatedBy != c.want {
			t.Errorf("%s by %s: %+v, want %s", c.kind, c.actorKind, got, c.want)
		}
	}
}

// An event that concerns no user, such as one whose user was erased, means nothing.
func TestNothingAboutNoUser(t *testing.T) {
	e := happened("passkey.registered", "")
	e.IdentityID = uuid.Nil
	if got := caep.Of(e); got != nil {
		t.Errorf("%+v", got)
	}
}

// docs/security-events.md lists exactly the audit events that mean something, each with its type of event.
func TestDocsListWhatIsSent(t *testing.T) {
	page, err := os.ReadFile("../docs/security-events.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "## What is sent")
	table, _, _ = strings.Cut(table, "\n- **")
	name, listed := regexp.MustCompile("`([a-z_]+\\.[a-z_]+)`"), map[string]bool{}
	for _, line := range strings.Split(table, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		for _, found := range name.FindAllStringSubmatch(cells[1], -1) {
			listed[found[1]] = true
			for _, e := range caep.Of(happened(found[1], `{"suspended":true,"level":"aal2","session_id":"`+session.String()+`","passkeys":1,"steps":[{"step":"totp","outcome":"removed"}]}`))[:1] {
				if want := strings.TrimSuffix(e.Type+", `"+e.Claims.ChangeType+"`", ", ``"); strings.TrimSpace(cells[2]) != want {
					t.Errorf("%s is listed as %s, want %s", found[1], cells[2], want)
				}
			}
		}
	}
	for _, kind := range auditTypes(t) {
		if _, not := caep.Unmapped[kind]; listed[kind] == not {
			t.Errorf("%s: listed: %v", kind, listed[kind])
		}
	}
}
