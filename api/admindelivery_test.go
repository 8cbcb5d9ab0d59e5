package api_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// deliveries stores deliveries of these sinks, as notify does, and returns their IDs.
func (h *harness) deliveries(identity uuid.UUID, sinks ...string) []string {
	h.t.Helper()
	var ids []string
	for _, sink := range sinks {
		if err := h.store.OpenSink(h.t.Context(), sink, h.clock.Now()); err != nil {
			h.t.Fatal(err)
		}
		from, err := h.store.SinkPosition(h.t.Context(), sink)
		if err != nil {
			h.t.Fatal(err)
		}
		d := store.Delivery{
			ID: uuid.Must(uuid.NewV7()), EventID: uuid.Must(uuid.NewV7()), EventType: "passkey.registered", IdentityID: identity, Batch: 1,
			CreatedAt: h.clock.Now().UTC().Truncate(time.Microsecond),
		}
		if err := h.store.AddDeliveries(h.t.Context(), sink, from, from, []store.Delivery{d}); err != nil {
			h.t.Fatal(err)
		}
		ids = append(ids, d.ID.String())
	}
	return ids
}

// giveUp marks the deliveries of a sink as dead.
func (h *harness) giveUp(sink string) {
	h.t.Helper()
	claim := uuid.New()
	claimed, err := h.store.ClaimDeliveries(h.t.Context(), sink, claim, h.clock.Now(), h.clock.Now().Add(time.Minute), 10)
	if err != nil || len(claimed) == 0 {
		h.t.Fatal(claimed, err)
	}
	for _, d := range claimed {
		end := store.DeliveryEnd{ID: d.ID, Claim: claim, State: store.DeliveryDead, Failure: "status_500", At: h.clock.Now()}
		if err := h.store.EndDelivery(h.t.Context(), end); err != nil {
			h.t.Fatal(err)
		}
	}
}

func TestDeliveriesAreListed(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, support := uuid.New(), h.adminWith("read")
	const path = "/admin/v1/deliveries"
	if got := support.get(path).want(200).object()["deliveries"].([]any); len(got) != 0 {
		t.Fatalf("before there are any: %v", got)
	}
	ids := slices.Concat(h.deliveries(ada, "mail", "webhook:crm"), h.deliveries(uuid.New(), "webhook:siem"))
	h.giveUp("webhook:crm")
	idsOf := func(query string) (got []string) {
		for _, d := range support.get(path + query).want(200).object()["deliveries"].([]any) {
			got = append(got, d.(map[string]any)["id"].(string))
		}
		return got
	}
	for query, want := range map[string][]string{
		"":                                 {ids[2], ids[1], ids[0]},
		"?state=dead":                      {ids[1]},
		"?sink=mail":                       {ids[0]},
		"?identity_id=" + ada.String():     {ids[1], ids[0]},
		"?state=pending&sink=webhook:siem": {ids[2]},
		"?state=delivered":                 nil,
	} {
		if got := idsOf(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	page := support.get(path + "?page_size=2").want(200)
	if link := page.header.Get("Link"); !strings.Contains(link, `rel="next"`) {
		t.Errorf("no link to the next page: %q", link)
	}
	token := page.object()["next_page_token"].(string)
	if got := idsOf("?page_size=2&page_token=" + token); !slices.Equal(got, ids[:1]) {
		t.Errorf("second page: %v", got)
	}
	support.get(path + "?state=odd").wantField("state")
	support.get(path + "?identity_id=x").wantField("identity_id")
	other := "A" // in the middle, where all bits of a character count
	if token[len(token)/2] == 'A' {
		other = "B"
	}
	support.get(path + "?page_token=" + token[:len(token)/2] + other + token[len(token)/2+1:]).wantField("page_token")
	support.get(path + "?stat=dead").wantField("query")
}

func TestDeliveryIsRetried(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ids := h.deliveries(uuid.New(), "webhook:crm")
	support, reader := h.adminWith("revoke"), h.adminWith("read")
	path := "/admin/v1/deliveries/" + ids[0] + "/retry"
	body := object{"reason": "The CRM is back"}

	before := h.dump()
	support.post(path, body).wantCode(409, "conflict") // it already waits for its next attempt
	reader.post(path, body).wantCode(403, "forbidden")
	support.post("/admin/v1/deliveries/"+uuid.NewString()+"/retry", body).wantCode(404, "not_found")
	support.post("/admin/v1/deliveries/x/retry", body).wantCode(404, "not_found")
	support.post(path, object{"reason": " "}).wantField("reason")
	support.post(path, object{}).wantField("reason")
	if h.dump() != before {
		t.Error("a refused retry changed something")
	}

	h.giveUp("webhook:crm")
	got := support.post(path, body).want(200).object()
	if got["state"] != "pending" || got["tries"] != float64(0) || got["ended_at"] != nil || got["failure"] != "status_500" {
		t.Errorf("%v", got)
	}
	events := reader.get("/admin/v1/audit-events?event_type=delivery.retried").want(200).object()["events"].([]any)
	if len(events) != 1 {
		t.Fatalf("events: %v", events)
	}
	event := events[0].(map[string]any)
	if event["reason"] != "The CRM is back" || event["metadata"].(map[string]any)["delivery_id"] != ids[0] {
		t.Errorf("event: %v", event)
	}
	support.post(path, body).wantCode(409, "conflict")
}
