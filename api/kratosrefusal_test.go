package api_test

import (
	"fmt"
	"strings"
	"testing"

	"latchkey/fault"
)

// TestRefusedByKratos: what a login at Kratos ends in, before its commit and after it, and that a registration reports it in
// advance where it can be known.
func TestRefusedByKratos(t *testing.T) {
	t.Parallel()
	secret := fmt.Errorf("%w: not on Sundays", fault.ErrKratosRefused)
	wrong := fmt.Errorf("%w: kratos.admin_url", fault.ErrKratosMisconfigured)
	for _, test := range []struct {
		name     string
		err      error
		status   int
		code     string
		reported bool // at registration
		retry    string
	}{
		{"refused", secret, 409, "kratos_refused", true, ""},
		{"misconfigured", wrong, 500, "kratos_misconfigured", true, ""},
		{"unavailable", fault.ErrKratosUnavailable, 503, "kratos_unavailable", false, "2"},
		{"busy", &fault.KratosBusy{Seconds: 7}, 503, "kratos_unavailable", false, "7"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t, minting)
			minter := h.rules.Minter.(*fakeMinter)
			ada, phone := h.person("ada@example.com"), device()

			minter.refusedBegin = test.err
			created := ada.register(phone).want(201).object()
			report, reported := created["sign_in_refused"].(object)
			if reported != test.reported || reported && report["code"] != test.code {
				t.Errorf("the registration says %v, want %s: %t", created["sign_in_refused"], test.code, test.reported)
			}
			login := func() (begun, []byte) {
				b := h.app().begin("login", object{"session": "token"})
				return b, h.app().getWith(phone, b)
			}
			b, credential := login()
			got := h.app().finish("login", b, credential).wantCode(test.status, test.code)
			if retry := got.header.Get("Retry-After"); retry != test.retry {
				t.Errorf("Retry-After %q, want %q", retry, test.retry)
			}
			minter.refusedBegin = nil
			h.app().finish("login", b, credential).want(200) // nothing was spent

			minter.refusedEnd = test.err
			b, credential = login()
			h.app().finish("login", b, credential).wantCode(test.status, test.code)
			h.app().finish("login", b, credential).wantCode(409, "ceremony_spent")
			if !strings.Contains(h.log.String(), test.err.Error()) {
				t.Errorf("the log lacks %q", test.err)
			}
			if strings.Contains(string(got.body), "Sundays") {
				t.Errorf("the answer contains Kratos' reason: %s", got.body)
			}
		})
	}
}

// TestRegistrationAfterRefusedLogin: a web_hook refuses only complete logins, so the report is that of the last one.
func TestRegistrationAfterRefusedLogin(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	ada := h.person("ada@example.com")
	if created := ada.register(device()).want(201).object(); created["sign_in_refused"] != nil {
		t.Errorf("before any login: %v", created["sign_in_refused"])
	}
	h.rules.Minter.(*fakeMinter).lastRefusal = fault.ErrKratosRefused
	bea := h.person("bea@example.com")
	report, _ := bea.register(device()).want(201).object()["sign_in_refused"].(object)
	if report["code"] != "kratos_refused" || report["detail"] == "" || report["hint"] == "" {
		t.Errorf("got %v, want the problem kratos_refused", report)
	}
}
