package api_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// Pages: every row once, newest first, whatever the page size; the Link header leads to the next.
func TestAdminPages(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var want []string
	for i := range 7 {
		want = append(want, h.person(fmt.Sprintf("p%d@example.com", i)).register(device()).want(201).id().String())
	}
	slices.Reverse(want)
	reader := h.adminWith("read")
	for _, size := range []int{1, 2, 3, 6, 7, 8, 200} {
		var got []string
		path := fmt.Sprintf("/admin/v1/passkeys?page_size=%d", size)
		for pages := 0; path != "" && pages < 10; pages++ {
			page := reader.get(path).want(200)
			rows := page.object()["passkeys"].([]any)
			if len(rows) > size {
				t.Fatalf("%d rows on a page of %d", len(rows), size)
			}
			for _, row := range rows {
				got = append(got, row.(object)["id"].(string))
			}
			token, more := page.object()["next_page_token"].(string)
			link := page.header.Get("Link")
			if more != (link != "") {
				t.Errorf("token %q but link %q", token, link)
			}
			path = ""
			if more {
				path = strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
				if parsed, err := url.Parse(path); err != nil || parsed.Query().Get("page_token") != token || parsed.Query().Get("page_size") != fmt.Sprint(size) {
					t.Errorf("link %s, token %s", link, token)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("pages of %d: %v, want %v", size, got, want)
		}
	}
	for field, values := range map[string][]string{
		"page_size":  {"0", "-1", "201", "x", "1.5", "", "99999999999999999999"},
		"page_token": {"", "x", "AAAA", strings.Repeat("A", 21), strings.Repeat("A", 23), strings.Repeat("!", 22), strings.Repeat("A", 22) + "\n", strings.Repeat("A", 21) + "B"},
	} {
		for _, value := range values {
			for _, list := range []string{"passkeys", "audit-events"} {
				reader.get("/admin/v1/" + list + "?" + url.Values{field: {value}}.Encode()).wantField(field)
			}
		}
	}
	// A forged token is invalid, whatever its form, and a token of one list is invalid for another.
	reader.get("/admin/v1/passkeys?page_token=" + strings.Repeat("A", 76)).wantField("page_token")
	token := reader.get("/admin/v1/passkeys?page_size=1").want(200).object()["next_page_token"].(string)
	reader.get("/admin/v1/passkeys?page_token=" + token).want(200)
	reader.get("/admin/v1/audit-events?page_token=" + token).wantField("page_token")
	for i := range token {
		changed := []byte(token)
		changed[i] = map[bool]byte{true: 'B', false: 'A'}[changed[i] == 'A']
		reader.get("/admin/v1/passkeys?page_token=" + string(changed)).wantField("page_token")
	}
}

func TestAdminFilters(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob := h.person("ada@example.com"), h.person("bob@example.com")
	phone, key := device(), device()
	key.AAGUID, key.BackedUp, key.BackupEligible, key.CounterStep = [16]byte{1}, false, false, 1
	one := ada.register(phone).want(201).id().String()
	h.clock.advance(time.Hour)
	two := bob.register(key).want(201).id().String()
	bob.login(key).want(200)
	key.Passkeys()[0].Counter = 0
	bob.login(key).wantReason("clone")
	reader := h.adminWith("read")
	ids := func(query string) string {
		t.Helper()
		var got []string
		for _, row := range reader.get("/admin/v1/passkeys?" + query).want(200).object()["passkeys"].([]any) {
			got = append(got, row.(object)["id"].(string))
		}
		return strings.Join(got, " ")
	}
	both := two + " " + one
	hourAgo := h.clock.Now().Add(-time.Minute).Format(time.RFC3339)
	for query, want := range map[string]string{
		"":                                two + " " + one,
		"identity_id=" + ada.id.String():  one,
		"identity_id=" + uuid.NewString(): "",
		"aaguid=01000000-0000-0000-0000-000000000000": two,
		"rp_id=example.com":                           both,
		"rp_id=example.org":                           "",
		"synced=true":                                 one,
		"synced=false":                                two,
		"clone_warning=true":                          two,
		"clone_warning=false":                         one,
		"unused_since=" + hourAgo:                     one,
		"synced=true&rp_id=" + rpID:                   one,
		"synced=true&rp_id=other.org":                 "",
	} {
		if got := ids(query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	reader = h.adminWith("read", "export")
	events := func(query string) (types []string) {
		t.Helper()
		for _, e := range reader.get("/admin/v1/audit-events?" + query).want(200).object()["events"].([]any) {
			types = append(types, e.(object)["type"].(string))
		}
		return types
	}
	for query, want := range map[string][]string{
		"identity_id=" + ada.id.String():                      {"passkey.registered"},
		"passkey_id=" + one:                                   {"passkey.registered"},
		"event_type=login.succeeded":                          {"login.succeeded"},
		"event_type=no.such":                                  nil,
		"actor_id=" + ada.id.String():                         {"passkey.registered"},
		"until=" + hourAgo + "&event_type=passkey.registered": {"passkey.registered"},
		"since=2999-01-01T00:00:00Z":                          nil,
	} {
		if got := events(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	// A filter that is silently ignored would be worse than an error.
	for query, field := range map[string]string{
		"evil=1":                   "query",
		"Synced=true":              "query",
		"synced=true&synced=false": "synced",
		"synced=maybe":             "synced",
		"synced=":                  "synced",
		"identity_id=ada":          "identity_id",
		"aaguid=":                  "aaguid",
		"key_identifier=":          "key_identifier",
		"key_identifier=" + strings.Repeat("0", 38):                                                "key_identifier",
		"key_identifier=" + strings.Repeat("0", 42):                                                "key_identifier",
		"key_identifier=" + strings.Repeat("0g", 20):                                               "key_identifier",
		"key_identifier=00000000-0000-0000-0000-000000000000":                                      "key_identifier",
		"key_identifier=" + strings.Repeat("0", 40) + "&key_identifier=" + strings.Repeat("0", 40): "key_identifier",
		"unused_since=yesterday":                                                                   "unused_since",
		"unused_since=2026-01-01":                                                                  "unused_since",
		"rp_id=":                                                                                   "rp_id",
		"rp_id=%00":                                                                                "rp_id",
		"rp_id=%ff":                                                                                "rp_id",
		"rp_id=" + strings.Repeat("x", 321):                                                        "rp_id",
		"%zz":                                                                                      "query",
		"a;b":                                                                                      "query",
	} {
		reader.get("/admin/v1/passkeys?" + query).wantField(field)
	}
	for _, identifier := range []string{"", "%00", strings.Repeat("x", 321)} {
		reader.get("/admin/v1/identities?identifier=" + identifier).wantField("identifier")
	}
	reader.get("/admin/v1/identities").wantField("identifier")
	h.kratos.goDown(true)
	reader.get("/admin/v1/identities?identifier=x").wantCode(503, "kratos_unavailable")
	reader.get("/admin/v1/identities/"+ada.id.String()).wantCode(503, "kratos_unavailable")
	reader.get("/admin/v1/passkeys").want(200)
}
