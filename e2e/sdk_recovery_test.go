package e2e_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// newCodes creates a set of recovery codes, which must not appear in the log.
func (s *stack) newCodes(tb *tab) []string {
	tb.t.Helper()
	codes := value[struct{ Codes []string }](tb, s.run(tb, `return latchkey.newRecoveryCodes()`)).Codes
	for _, code := range codes {
		remember("recovery code", code)
	}
	return codes
}

type stock struct {
	Left      int        `json:"left"`
	CreatedAt *time.Time `json:"created_at"`
}

// Creating codes requires a fresh session: the SDK steps up and continues. A code helps a user whose device is lost.
func testSDKRecoveryCodes(t *testing.T, s *stack) {
	tb, latchkey := s.sdkTab(t)
	lost := value[passkey](tb, s.run(tb, `return latchkey.register()`))
	if none := value[stock](tb, s.run(tb, `return latchkey.recoveryCodes()`)); none != (stock{}) {
		t.Errorf("before there are any, there are %+v", none)
	}
	got := value[struct {
		Codes   []string
		Prompts prompts
	}](tb, s.run(tb, counted+`const { codes } = await latchkey.newRecoveryCodes(); return { codes, prompts }`))
	for _, code := range got.Codes {
		remember("recovery code", code)
	}
	if len(got.Codes) != 10 || got.Prompts != (prompts{Get: 1}) {
		t.Fatalf("%d codes after %+v prompts", len(got.Codes), got.Prompts)
	}
	if now := value[stock](tb, s.run(tb, `return latchkey.recoveryCodes()`)); now.Left != 10 || now.CreatedAt == nil {
		t.Errorf("left is %+v", now)
	}

	t.Log("the device is lost; the person signs in with the password elsewhere")
	tb.newDevice()
	again := s.kratos.Browser()
	must(t, again.Login(t.Context(), tb.user.Email, password))
	tb.signIn(s.kratos.BrowserURL, again.Cookie())
	s.run(tb, `return latchkey.redeem('0000-0000-0000')`).refusedWith(tb, "recovery_code_rejected")
	s.run(tb, `return latchkey.redeem('x')`).refusedWith(tb, "invalid_request")
	redeemed := value[struct {
		Assurance struct {
			EnrolUntil *time.Time `json:"enrol_until"`
			FreshUntil *time.Time `json:"fresh_until"`
		} `json:"assurance"`
		Left int `json:"left"`
	}](tb, s.run(tb, fmt.Sprintf(`return latchkey.redeem(%q)`, got.Codes[0])))
	if redeemed.Left != 9 || redeemed.Assurance.EnrolUntil == nil || redeemed.Assurance.FreshUntil != nil {
		t.Errorf("redeemed to %+v", redeemed)
	}
	// Not fresh: removing passkeys and creating codes still require a passkey, which this device does not have.
	said := s.run(tb, fmt.Sprintf(`return latchkey.remove(%q)`, lost.ID)).refusedWith(tb, "cancelled")
	if len(said.Ways) == 0 || said.Ways[0].Way != "passkey" {
		t.Errorf("the ways are %+v", said.Ways)
	}
	value[passkey](tb, s.run(tb, counted+`const made = await latchkey.register({ name: 'New phone' }); if (prompts.get) throw new Error('it asked for a passkey'); return made`))
	if kept := latchkey.passkeys(t); len(kept) != 2 || kept[1].Name != "New phone" {
		t.Errorf("now there is %+v", kept)
	}
}

// Five wrong codes lock codes; the error says for how long, and passkeys keep working.
func testSDKLockedCodes(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	codes := s.newCodes(tb)
	for range 5 {
		s.run(tb, `return latchkey.redeem('0000-0000-0000')`).refusedWith(tb, "recovery_code_rejected")
	}
	said := s.run(tb, fmt.Sprintf(`return latchkey.redeem(%q)`, codes[0])).refusedWith(tb, "locked")
	if said.Status != http.StatusLocked || said.Hint == "" {
		t.Errorf("refused with %+v", said)
	}
	value[any](tb, s.run(tb, `return latchkey.stepUp()`))
}

func testSDKActivity(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	made := value[passkey](tb, s.run(tb, `return latchkey.register({ name: 'Laptop' })`))
	for i := range 21 {
		s.run(tb, fmt.Sprintf(`return latchkey.rename(%q, 'Laptop %d')`, made.ID, i))
	}
	type event struct {
		ID, Type, By string
		Passkey      struct{ Name string }
		UserAgent    string `json:"user_agent"`
	}
	pages := value[[][]event](tb, s.run(tb, `
		const pages = [];
		for (let pageToken; pages.length < 5;) {
			const { events, next_page_token } = await latchkey.activity({ pageToken });
			pages.push(events);
			if (!(pageToken = next_page_token)) break;
		}
		return pages`))
	if len(pages) != 2 || len(pages[0]) != 20 {
		t.Fatalf("the pages are %+v", pages)
	}
	newest, oldest := pages[0][0], pages[1][len(pages[1])-1]
	if newest.Type != "passkey.renamed" || newest.By != "you" || newest.Passkey.Name != "Laptop 20" || newest.UserAgent == "" {
		t.Errorf("the newest is %+v", newest)
	}
	seen := map[string]bool{}
	for _, page := range pages {
		for _, event := range page {
			if seen[event.ID] {
				t.Errorf("%+v stands there twice", event)
			}
			seen[event.ID] = true
		}
	}
	if oldest.Type != "identity.registered" && oldest.Type != "passkey.registered" {
		t.Errorf("the oldest is %+v", oldest)
	}
	s.run(tb, `return latchkey.activity({ pageToken: 'forged' })`).refusedWith(tb, "invalid_request")
}
