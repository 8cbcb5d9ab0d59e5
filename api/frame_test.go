package api_test

import (
	"fmt"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// A ceremony in a frame counts only if the outermost page may embed Latchkey, and is named.
func TestCeremonyInAFrame(t *testing.T) {
	t.Parallel()
	const ancestor = "https://portal.example.com"
	h := newHarness(t, func(h *harness) { h.rules.FrameAncestors = []string{ancestor, "https://other.example.com"} })
	framed := func(top any) func(map[string]any) {
		return func(m map[string]any) {
			m["crossOrigin"] = true
			if top != nil {
				m["topOrigin"] = top
			}
		}
	}
	ada, phone := h.person("ada@example.com"), device()
	phone.Tamper.ClientData = framed(ancestor)
	ada.register(phone).want(201)
	ada.login(phone).want(200)
	ada.stepUp(phone).want(200)

	for name, wrong := range map[string]func(map[string]any){
		"not named":           framed(nil),
		"empty":               framed(""),
		"another site":        framed("https://evil.example"),
		"other case":          framed("https://PORTAL.example.com"),
		"default port":        framed(ancestor + ":443"),
		"slash":               framed(ancestor + "/"),
		"below":               framed("https://evil.portal.example.com"),
		"the frame's own":     framed(origin),
		"null":                framed("null"),
		"no frame, but a top": func(m map[string]any) { m["topOrigin"] = ancestor },
		"cross said false":    func(m map[string]any) { m["crossOrigin"], m["topOrigin"] = false, ancestor },
		"ancestor as origin":  func(m map[string]any) { m["origin"], m["crossOrigin"], m["topOrigin"] = ancestor, true, ancestor },
	} {
		t.Run(name, func(t *testing.T) {
			phone.Tamper.ClientData = wrong
			ada.login(phone).wantReason("origin_mismatch")
			hostile := device()
			hostile.Tamper.ClientData = wrong
			h.person("new@example.com").register(hostile).wantReason("origin_mismatch")
		})
	}
	phone.Tamper.ClientData = framed("https://evil.example")
	refused := ada.login(phone).wantReason("origin_mismatch").object()
	if refused["received"] != "https://evil.example" || fmt.Sprint(refused["expected"]) != "["+ancestor+" https://other.example.com]" {
		t.Errorf("the refusal does not name what would be right: %v", refused)
	}
	phone.Tamper = webauthntest.Tamper{}
	ada.login(phone).want(200)
}
