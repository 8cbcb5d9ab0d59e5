package web_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// aboutNoPerson are the events that appear in no person's activity.
var aboutNoPerson = []string{"admin_key.created", "admin_key.revoked", "admin_key.cut", "delivery.retried", "identity.erased", "canary.created",
	"revocation.requested", "revocation.approved", "revocation.cancelled", "revocation.expired", "revocation.done",
	"model.compromised", "model.suspended", "model.marked", "model.cleared", "metadata.forgotten"}

// TestActivityHasWords holds the events of a person's activity against its sentences, in both languages: one without a
// sentence is shown by its type.
func TestActivityHasWords(t *testing.T) {
	events, err := os.ReadFile("../audit/event.go")
	if err != nil {
		t.Fatal(err)
	}
	types := []string{"oidc.code_redeemed", "oidc.code_refused", "factor.appeared", "factor.returned", "factor.gone"}
	for _, match := range regexp.MustCompile(`= "([a-z_]+\.[a-z_]+)"`).FindAllStringSubmatch(string(events), -1) {
		types = append(types, match[1])
	}
	if len(types) < 40 {
		t.Fatalf("found only %d types of events", len(types))
	}
	for _, language := range []string{"en", "de"} {
		sentences, err := os.ReadFile("elements/messages." + language + ".activity.js")
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range types {
			key := `"` + strings.ReplaceAll(kind, ".", "_") + `":`
			if has := strings.Contains(string(sentences), key); has == slices.Contains(aboutNoPerson, kind) {
				t.Errorf("%s: a sentence for %s: %v", language, kind, has)
			}
		}
	}
}
