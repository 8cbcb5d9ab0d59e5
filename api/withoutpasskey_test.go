package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
)

// An attacker with the password of an account without any passkey, or with suspended ones only, sets up an app of their own at
// Kratos, which raises the session to aal2. Nothing that they can change here may outlast the owner's next passkey.

// withoutPasskey are the ways in which an account has no usable passkey. Each returns the owner and the ID of the passkey.
var withoutPasskey = map[string]func(*harness) (*person, string){
	"never had one": func(h *harness) (*person, string) {
		return h.person(ownAddress), uuid.NewString()
	},
	"removed by its owner": func(h *harness) (*person, string) {
		owner, _ := h.fresh(ownAddress)
		id := owner.passkeyIDs()[0]
		owner.delete("/v1/passkeys/" + id).want(200)
		return owner, id
	},
	"revoked by staff": func(h *harness) (*person, string) {
		owner, _ := h.fresh(ownAddress)
		id := owner.passkeyIDs()[0]
		h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "lost"}).want(200)
		return owner, id
	},
	"suspended": func(h *harness) (*person, string) {
		owner, _ := h.fresh(ownAddress)
		id := owner.passkeyIDs()[0]
		h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
		return owner, id
	},
	"suspended by a recovery": func(h *harness) (*person, string) {
		other := h.person(ownAddress)
		h.addresses(other, unverified(ownAddress))
		id := other.register(device()).want(201).id().String()
		h.clock.advance(2 * time.Hour)
		h.addresses(other, h.verified(ownAddress))
		return h.recovers(other), id
	},
}

// ownChange is a change by a user. want is the code of the refusal without a passkey, and held with a suspended one.
type ownChange struct {
	route      string
	body       object
	want, held string
}

// ownChanges are all of them that a session can begin. The paths have the ID of the passkey, or of the app.
var ownChanges = []ownChange{
	{"POST /v1/factors/:app/confirm", object{}, "step_up_required", "step_up_required"},
	{"POST /v1/factors/:app/disown", object{}, "step_up_required", "step_up_required"},
	{"DELETE /v1/passkeys/:id", nil, "not_found", "step_up_required"},
	{"POST /v1/passkeys/:id/disown", object{}, "enrolment_required", "step_up_required"},
	{"POST /v1/recovery-codes", object{}, "enrolment_required", "step_up_required"},
	{"POST /v1/recovery-codes/redeem", object{"code": "0000-0000-0000"}, "recovery_code_rejected", "recovery_code_rejected"},
	{"POST /v1/step-up/begin", object{}, "not_found", "not_found"},
	{"POST /v1/confirmations/begin", object{"payload": "pay"}, "not_found", "not_found"},
}

// ownElsewhere are the other routes of users that change something, and why they are not in the table.
var ownElsewhere = map[string]string{
	"POST /v1/registration/begin":   "the first passkey: without any, Kratos' level counts (firstpasskey in assurance/table_test.go)",
	"PATCH /v1/passkeys/:id":        "a name requires only the session",
	"POST /v1/sign-out":             "ends only the session itself",
	"POST /v1/registration/finish":  "needs a begin",
	"POST /v1/step-up/finish":       "needs a begin",
	"POST /v1/confirmations/finish": "needs a begin",
	"POST /v1/login/begin":          "has no session",
	"POST /v1/login/finish":         "has no session",
	"POST /v1/browser-failures":     "has no session, and only counts",
	"POST /v1/origin":               "has no session, and changes nothing",
}

// changing returns the routes of a handler below a prefix that change something.
func changing(c *caller, prefix string) (routes []string) {
	for _, route := range c.handler.(*echo.Echo).Routes() {
		if strings.HasPrefix(route.Path, prefix) && slices.Contains([]string{"POST", "PATCH", "DELETE", "PUT"}, route.Method) {
			routes = append(routes, route.Method+" "+route.Path)
		}
	}
	return routes
}

// lasting returns everything that a change could leave behind. Events and wrong tries may be recorded.
func (h *harness) lasting() string {
	var out strings.Builder
	for _, table := range append(slices.DeleteFunc(slices.Clone(tables), func(table string) bool {
		return slices.Contains([]string{"security_audit", "recovery_attempts", "deliveries", "factors", "admin_keys", "keys"}, table)
	}), "first_passkeys") {
		fmt.Fprintf(&out, "%s %x\n", table, h.query("SELECT * FROM "+table+" ORDER BY 1"))
	}
	// A first factor that the first passkey vouches for may be recorded later.
	fmt.Fprintf(&out, "vouched %x\n", h.query("SELECT id, how, vouched_at, vouched_by, disowned_at FROM factors WHERE kind = 'totp' AND (how <> '' OR disowned_at IS NOT NULL) ORDER BY 1"))
	fmt.Fprintf(&out, "keys %x\n", h.query("SELECT id, revoked_at, scopes FROM admin_keys ORDER BY 1"))
	return out.String()
}

func TestChangesWithoutPasskey(t *testing.T) {
	t.Parallel()
	covered := map[string]bool{}
	for name, account := range withoutPasskey {
		h := newHarness(t, settingsGated)
		owner, id := account(h)
		attacker := h.signIn(owner.id, owner.email)
		attacker.enrolsTOTP(h)
		app := attacker.standing().atKratos(t)
		if app.Kind != "totp" {
			t.Fatalf("%s: the app is %+v", name, app)
		}
		before := h.lasting()
		for _, change := range ownChanges {
			method, route, _ := strings.Cut(change.route, " ")
			covered[method+" "+strings.Replace(route, ":app", ":id", 1)] = true
			path := strings.NewReplacer(":app", app.ID.String(), ":id", id).Replace(route)
			want := change.want
			switch {
			case name == "suspended":
				want = change.held
			case name == "never had one" && strings.Contains(route, "/passkeys/"):
				want = "not_found"
			case name == "suspended by a recovery" && method == "DELETE":
				want = change.held
			}
			var got *answer
			if change.body == nil {
				got = attacker.send(method, path, "", nil)
			} else {
				got = attacker.post(path, change.body)
			}
			if got.object()["code"] != want {
				t.Errorf("%s: %s: %d %s, want %s", name, change.route, got.status, got.body, want)
			}
			if after := h.lasting(); after != before {
				t.Errorf("%s: %s changes\n%s\nto\n%s", name, change.route, before, after)
			}
		}
		h.kratosHook().post("/hooks/kratos/settings", change(attacker)) // what Kratos may store is its own concern
		if after := h.lasting(); after != before {
			t.Errorf("%s: the settings gate changes\n%s\nto\n%s", name, before, after)
		}
		if !strings.Contains(name, "suspended") {
			// The owner has a passkey again, and the attacker nothing but the password and the app.
			phone := device()
			h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors.TOTP = false })
			h.clock.advance(30 * time.Hour)
			owner = h.signIn(owner.id, owner.email)
			owner.standing()
			h.clock.advance(30 * time.Hour)
			owner = h.signIn(owner.id, owner.email)
			owner.register(phone).want(201)
			attacker = h.signIn(owner.id, owner.email)
			attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		}
	}
	for _, route := range changing(newHarness(t).app(), "/v1/") {
		if !covered[route] && ownElsewhere[route] == "" {
			t.Errorf("%s is not in the table", route)
		}
	}
}

// Staff without a passkey, likewise: every change in the console is refused.
func TestConsoleChangesWithoutPasskey(t *testing.T) {
	t.Parallel()
	for name, account := range withoutPasskey {
		h := newHarness(t)
		owner, _ := account(h)
		bob := h.person("bob@example.com")
		passkey := bob.register(device()).want(201).id().String()
		attacker := h.signIn(owner.id, owner.email)
		h.giveRole(attacker, "admin")
		attacker.enrolsTOTP(h)
		console := h.consoleOf(attacker)
		console.unchecked = true
		routes := changing(console, "/admin/v1/")
		if len(routes) < 10 {
			t.Fatalf("routes %v", routes)
		}
		before := h.lasting()
		for _, route := range routes {
			method, path, _ := strings.Cut(route, " ")
			id := passkey
			if strings.Contains(path, "/identities/") {
				id = bob.id.String()
			}
			got := console.send(method, strings.Replace(path, ":id", id, 1), "application/json", []byte(`{"reason": "x"}`))
			if got.status != 403 {
				t.Errorf("%s: %s: %d %s", name, route, got.status, got.body)
			}
		}
		if after := h.lasting(); after != before {
			t.Errorf("%s: something changed:\n%s\nto\n%s", name, before, after)
		}
	}
}
