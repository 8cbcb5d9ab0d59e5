package api_test

import (
	"net/url"
	"strings"
	"testing"
)

type activity struct {
	Events []struct {
		ID        string `json:"id"`
		Type      string `json:"type"`
		By        string `json:"by"`
		IP        string `json:"ip"`
		UserAgent string `json:"user_agent"`
		Passkey   *struct {
			ID   string  `json:"id"`
			Name *string `json:"name"`
		} `json:"passkey"`
	} `json:"events"`
	NextPageToken string `json:"next_page_token"`
}

func (p *person) activity(query string) activity {
	p.t.Helper()
	return decode[activity](p.t, p.get("/v1/activity"+query).want(200).body)
}

// Users see their own events, with the IP address and browser of their own requests only. Of staff they see neither
// those nor the reason.
func TestActivityOfAUser(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	ada.header.Set("User-Agent", "Ada's browser")
	phone, laptop := device(), device()
	kept := ada.register(phone).want(201).id().String()
	ada.stepUp(phone).want(200)
	gone := ada.register(laptop).want(201).id().String()
	admin := h.adminWith("revoke")
	admin.header.Set("User-Agent", "the console of support")
	admin.remote = "198.51.100.9:1234"
	admin.post("/admin/v1/passkeys/"+gone+"/revoke", object{"reason": "said to be stolen", "end_sessions": false}).want(200)
	h.person("eve@example.com").register(device()).want(201)

	got := ada.activity("")
	var lines []string
	for _, e := range got.Events {
		lines = append(lines, e.Type+" by "+e.By)
	}
	want := "passkey.revoked by support, passkey.registered by you, step_up.succeeded by you, passkey.registered by you"
	if strings.Join(lines, ", ") != want {
		t.Fatalf("got %v, want %s", lines, want)
	}
	revoked, first := got.Events[0], got.Events[3]
	if revoked.IP != "" || revoked.UserAgent != "" {
		t.Errorf("got %+v, want neither IP nor User-Agent", revoked)
	}
	for _, e := range got.Events[:2] { // it keeps its name after its removal, in earlier events, too
		if e.Passkey.ID != gone || e.Passkey.Name == nil || *e.Passkey.Name != "Password manager (2)" {
			t.Errorf("got %+v of passkey %+v, want %s named Password manager (2)", e, e.Passkey, gone)
		}
	}
	if first.IP != "192.0.2.7" || first.UserAgent != "Ada's browser" || first.Passkey.ID != kept || *first.Passkey.Name != "Password manager" {
		t.Errorf("got %+v, want passkey %s named Passkey, IP 192.0.2.7 and User-Agent Ada's browser", first, kept)
	}
	body := string(ada.get("/v1/activity").body)
	for _, secret := range []string{"stolen", "198.51.100.9", "console of support", "admin_key"} {
		if strings.Contains(body, secret) {
			t.Errorf("the activity contains %q: %s", secret, body)
		}
	}
	h.app().get("/v1/activity").wantCode(401, "unauthenticated")
}

// After a reset, too, a removed passkey keeps its name.
func TestActivityAfterReset(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	ada := h.equipped("ada@example.com")
	h.adminWith("reset").post(ada.resetPath(), object{"reason": "lost her bag"}).want(200)
	named := map[string]bool{}
	for _, e := range h.signIn(ada.id, "ada@example.com").activity("").Events {
		switch {
		case e.Passkey == nil:
		case e.Passkey.Name == nil:
			t.Errorf("%s of a passkey without a name", e.Type)
		default:
			named[*e.Passkey.Name] = true
		}
	}
	if !named["Password manager"] || !named["Password manager (2)"] {
		t.Errorf("named are %v", named)
	}
}

// A page token continues one user's list, and is refused in any other form.
func TestActivityPages(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	id := ada.register(device()).want(201).id().String()
	eve.register(device()).want(201)
	for range 24 {
		ada.patch("/v1/passkeys/"+id, object{"name": "Phone"}).want(200)
	}
	first := ada.activity("")
	if len(first.Events) != 20 || first.NextPageToken == "" {
		t.Fatalf("got %d events, next page %q; want 20 and a token", len(first.Events), first.NextPageToken)
	}
	seen := map[string]bool{}
	for next := ""; ; {
		page := ada.activity("?page_size=7" + next)
		for _, e := range page.Events {
			if seen[e.ID] {
				t.Fatalf("event %s is on two pages", e.ID)
			}
			seen[e.ID] = true
		}
		if page.NextPageToken == "" {
			break
		}
		next = "&page_token=" + page.NextPageToken
	}
	if len(seen) != 25 {
		t.Errorf("the pages have %d events, want 25", len(seen))
	}
	if all := ada.activity("?page_size=100"); len(all.Events) != 25 || all.NextPageToken != "" {
		t.Errorf("got %d events, next page %q; want 25 and no token", len(all.Events), all.NextPageToken)
	}
	token := first.NextPageToken
	eve.get("/v1/activity?page_token=" + token).wantField("page_token")
	for _, tampered := range []string{"x", token[:len(token)-1], token + "A", "B" + token[1:], strings.ToUpper(token), url.QueryEscape(token + "\n"), url.QueryEscape("'; --")} {
		ada.get("/v1/activity?page_token=" + tampered).wantField("page_token")
	}
	for _, size := range []string{"0", "101", "-1", "x", "1e2", ""} {
		ada.get("/v1/activity?page_size=" + size).wantField("page_size")
	}
	ada.get("/v1/activity?identity_id=" + eve.id.String()).wantField("query")
}
