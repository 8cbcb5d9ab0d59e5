package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// What honest browsers and password managers do must be accepted.
func TestHonestOddities(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	oddities := map[string]func(object){
		"unknown members": func(c object) { c["vendor"], c["response"].(object)["vendor"] = object{"a": 1}, []any{1} },
		"unsolicited outputs": func(c object) {
			c["clientExtensionResults"] = object{"prf": object{"enabled": true}, "vendor:x": "y", "largeBlob": object{}}
		},
		"null outputs":       func(c object) { c["clientExtensionResults"] = nil },
		"no outputs":         func(c object) { delete(c, "clientExtensionResults") },
		"attachment null":    func(c object) { c["authenticatorAttachment"] = nil },
		"attachment absent":  func(c object) { delete(c, "authenticatorAttachment") },
		"attachment unknown": func(c object) { c["authenticatorAttachment"] = "implant" },
		"null members":       func(c object) { c["response"].(object)["publicKey"], c["response"].(object)["transports"] = nil, nil },
		"no toJSON extras": func(c object) {
			delete(c["response"].(object), "publicKey")
			delete(c["response"].(object), "publicKeyAlgorithm")
		},
		"transports and so on": func(c object) { c["response"].(object)["transports"] = []string{"cable", "telepathy"} },
	}
	for name, change := range oddities {
		person := h.person(strings.ReplaceAll(name, " ", "") + "@example.com")
		a := device(func(a *webauthntest.Authenticator) { a.Tamper.Credential = change })
		if got := person.register(a); got.status != 201 {
			t.Errorf("registration, %s: %s", name, got.body)
			continue
		}
		if got := person.login(a); got.status != 200 {
			t.Errorf("login, %s: %s", name, got.body)
		}
		if got := person.stepUp(a); got.status != 200 {
			t.Errorf("step-up, %s: %s", name, got.body)
		}
	}
	// Members that are not used, of any type.
	for i, value := range []any{"x", 1, 1.5, true, []any{1, nil}, []any{"usb", object{}}, object{"a": []any{}}, "", "!", []any{[]any{}}} {
		person := h.person(fmt.Sprintf("any%d@example.com", i))
		a := device(func(a *webauthntest.Authenticator) {
			a.Tamper.Credential = func(c object) {
				r := c["response"].(object)
				for _, name := range []string{"transports", "publicKey", "publicKeyAlgorithm"} {
					r[name] = value
				}
				if r["attestationObject"] != nil {
					r["authenticatorData"], r["signature"], r["userHandle"] = value, value, value
				} else {
					r["attestationObject"] = value
				}
				c["authenticatorAttachment"], c["clientExtensionResults"], c["vendor"] = value, value, value
			}
		})
		person.register(a).want(201)
		person.login(a).want(200)
	}
	// Extension outputs of any type, requested or not. The discoverable passkey is reported as such, and only then.
	for i, value := range []any{"x", 1, nil, true, []any{}, object{}, object{"rk": "yes"}, object{"rk": 1}, object{"enabled": "x", "results": 1}} {
		person := h.person(fmt.Sprintf("output%d@example.com", i))
		a := device(func(a *webauthntest.Authenticator) {
			a.Tamper.Credential = func(c object) {
				outputs := object{}
				for _, name := range []string{"credProps", "appid", "appidExclude", "prf", "largeBlob", "credProtect", "hmacCreateSecret", "uvm", "payment", "minPinLength", "credBlob", "getCredBlob"} {
					outputs[name] = value
				}
				c["clientExtensionResults"] = outputs
			}
		})
		if got := person.register(a).want(201).object()["discoverable"]; got != nil {
			t.Errorf("discoverable by an output %v: %v", value, got)
		}
		person.login(a).want(200)
	}
	clientData := map[string]func(map[string]any){
		"crossOrigin absent": func(m map[string]any) { delete(m, "crossOrigin") },
		"unknown members": func(m map[string]any) {
			m["other_keys_can_be_added_here"], m["androidPackageName"] = "x", "com.android.chrome"
		},
		"tokenBinding":                     func(m map[string]any) { m["tokenBinding"] = object{"status": "supported"} },
		"tokenBinding in use":              func(m map[string]any) { m["tokenBinding"] = object{"status": "present", "id": "AAAA"} },
		"Chromium's reminder, of any type": func(m map[string]any) { m["new_keys_may_be_added_here"], m["hashAlgorithm"] = 1, []any{} },
	}
	for name, change := range clientData {
		person := h.person("c" + strings.ReplaceAll(name, " ", "") + "@example.com")
		a := device(func(a *webauthntest.Authenticator) { a.Tamper.ClientData = change })
		if got := person.register(a); got.status != 201 {
			t.Errorf("registration, clientData %s: %s", name, got.body)
			continue
		}
		if got := person.login(a); got.status != 200 {
			t.Errorf("login, clientData %s: %s", name, got.body)
		}
	}
	// userHandle absent or null if the passkeys were listed.
	ada := h.person("ada@example.com")
	a := device()
	ada.register(a).want(201)
	for name, change := range map[string]func(object){
		"absent": func(c object) { delete(c["response"].(object), "userHandle") },
		"null":   func(c object) { c["response"].(object)["userHandle"] = nil },
		"empty":  func(c object) { c["response"].(object)["userHandle"] = "" },
	} {
		a.Tamper.Credential = change
		b := ada.begin("login", object{"identifier": ada.email})
		if got := ada.finish("login", b, ada.getWith(a, b)); got.status != 200 {
			t.Errorf("userHandle %s: %s", name, got.body)
		}
	}
	// Members in any order and with any white space.
	a.Tamper = webauthntest.Tamper{RawClientData: func(raw []byte) []byte {
		var out bytes.Buffer
		_ = json.Indent(&out, raw, "  ", "\t")
		return out.Bytes()
	}}
	ada.login(a).want(200)
	// null means absent in a request.
	h.app().post("/v1/login/begin", object{"identifier": nil, "mediation": nil, "rp_id": nil, "session": nil}).want(200)
	h.app().post("/v1/login/begin", object{"identifier": "  "}).want(200)
	h.app().post("/v1/login/begin", object{"session": "none"}).want(200)
	h.app().post("/v1/login/begin", object{"session": "cookie"}).wantField("session")
}
