package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// counted is a script that counts prompts by kind.
const counted = `
	const prompts = { create: 0, get: 0 };
	for (const kind of ['create', 'get']) {
		const real = navigator.credentials[kind].bind(navigator.credentials);
		navigator.credentials[kind] = (options) => { prompts[kind]++; return real(options); };
	}
`

type prompts struct{ Create, Get int }

// If the session is not fresh, the SDK steps up and continues.
func testSDKStepUpAndResume(t *testing.T, s *stack) {
	for _, verb := range []struct {
		call string
		want prompts
		left int
	}{
		{"remove(id)", prompts{Get: 1}, 0},
		// As on a second device: this one would refuse, since the server names the passkey as one to exclude.
		{"register()", prompts{Get: 1, Create: 1}, 2},
	} {
		tb, latchkey := s.sdkTab(t)
		made := value[passkey](tb, s.run(tb, `return latchkey.register()`))
		got := value[prompts](tb, s.run(tb, counted+rewritten(`delete answer.publicKey.excludeCredentials;`)+
			fmt.Sprintf(`const id = %q; await latchkey.%s; return prompts`, made.ID, verb.call)))
		if left := len(latchkey.passkeys(t)); got != verb.want || left != verb.left {
			t.Errorf("%s: %+v prompts, %d passkeys left; want %+v, %d", verb.call, got, left, verb.want, verb.left)
		}
	}
}

// The error of a refused step-up has the other ways, and nothing has changed.
func testSDKStepUpThatFails(t *testing.T, s *stack) {
	tb, latchkey := s.sdkTab(t)
	made := value[passkey](tb, s.run(tb, `return latchkey.register()`))
	tb.device.knowsPerson(false)
	said := s.run(tb, fmt.Sprintf(`return latchkey.remove(%q)`, made.ID)).refusedWith(tb, "cancelled")
	if !slices.Contains(said.Ways, way{Way: "passkey"}) {
		t.Errorf("the ways are %+v", said.Ways)
	}
	if left := latchkey.passkeys(t); len(left) != 1 {
		t.Errorf("left is %+v", left)
	}
}

// If no passkey can help, the error names the URL at Kratos that can.
func testSDKOtherWays(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	_, err := tb.user.EnrolTOTP(t.Context())
	must(t, err)
	attacker := s.kratos.Browser()
	must(t, attacker.Login(t.Context(), tb.user.Email, password))
	tb.signIn(s.kratos.BrowserURL, attacker.Cookie())
	said := s.run(tb, counted+`try { return await latchkey.register(); } finally { if (prompts.create + prompts.get) throw new Error('it asked'); }`).refusedWith(tb, "step_up_required")
	if len(said.Ways) != 1 || said.Ways[0].Way != "kratos" || said.URL != said.Ways[0].URL || !strings.HasPrefix(said.URL, s.kratos.BrowserURL) || said.Status != 403 {
		t.Errorf("refused with %+v", said)
	}
}

// Safari allows one prompt for each user gesture. After a step-up it refuses the second prompt; the session is fresh
// by then, so the next gesture needs only one.
func testSDKGestureBetweenPrompts(t *testing.T, s *stack) {
	tb, latchkey := s.sdkTab(t)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	const safari = `
		if (!window.taken) {
			window.taken = { create: 0, get: 0, pressed: true };
			Object.defineProperty(navigator, 'userActivation', { value: { get isActive() { return window.taken.pressed; } } });
			for (const kind of ['create', 'get']) {
				const real = navigator.credentials[kind].bind(navigator.credentials);
				navigator.credentials[kind] = async (options) => {
					if (!window.taken.pressed) throw new DOMException('', 'NotAllowedError');
					window.taken.pressed = false;
					window.taken[kind]++;
					return real(options);
				};
			}
		}
		window.taken.pressed = true;
	`
	script := rewritten(`delete answer.publicKey.excludeCredentials;`) + safari + `return latchkey.register()`
	said := s.run(tb, script).refusedWith(tb, "gesture_missing")
	if said.RPID != "localhost" || said.RequestID == "" {
		t.Errorf("refused with %+v", said)
	}
	value[passkey](tb, s.run(tb, script))
	if got := evaluate[prompts](tb, `window.taken`); got != (prompts{Create: 1, Get: 1}) || len(latchkey.passkeys(t)) != 2 {
		t.Errorf("%+v prompts, %d passkeys", got, len(latchkey.passkeys(t)))
	}
}
