package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// endpoint is one that takes a body, with a sound one.
type endpoint struct {
	caller       *caller
	method, path string
	body         object
}

func endpointsWithBody(t *testing.T, h *house) []endpoint {
	t.Helper()
	ada := h.person("ada@example.com")
	phone := device()
	id := ada.register(phone).want(201).id().String()
	ada.stepUp(phone).want(200)
	credential := func(kind string) object {
		b := ada.begin(kind, object{})
		raw := jsonRaw(nil)
		if kind == "registration" {
			raw = ada.create(device(), b)
		} else {
			raw = ada.getWith(phone, b)
		}
		return object{"ceremony": b.Ceremony, "credential": decode[object](t, raw)}
	}
	admin := h.adminWith("revoke", "keys")
	return []endpoint{
		{ada.caller, "POST", "/v1/registration/begin", object{}},
		{ada.caller, "POST", "/v1/registration/finish", credential("registration")},
		{ada.caller, "POST", "/v1/login/begin", object{}},
		{ada.caller, "POST", "/v1/login/finish", credential("login")},
		{ada.caller, "POST", "/v1/step-up/begin", object{}},
		{ada.caller, "POST", "/v1/step-up/finish", credential("step-up")},
		{ada.caller, "PATCH", "/v1/passkeys/" + id, object{"name": "x"}},
		{admin, "POST", "/admin/v1/passkeys/" + id + "/suspend", object{"reason": "x"}},
		{admin, "POST", "/admin/v1/passkeys/" + id + "/resume", object{"reason": "x"}},
		{admin, "POST", "/admin/v1/passkeys/" + id + "/revoke", object{"reason": "x"}},
		{admin, "POST", "/admin/v1/keys", object{"name": "x", "scopes": []string{"keys"}}},
	}
}

// One table over all endpoints: the right 4xx, and the database as it was.
func TestHostileBodies(t *testing.T) {
	h := newHouse(t)
	deep := strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	bodies := map[string]struct {
		body string
		code string
	}{
		"empty":             {"", "invalid_request"},
		"spaces":            {"  \n ", "invalid_request"},
		"no JSON":           {"ceremony=x", "invalid_request"},
		"cut short":         {`{"name":"x"`, "invalid_request"},
		"two values":        {`{} {}`, "invalid_request"},
		"trailing bytes":    {`{}x`, "invalid_request"},
		"null":              {`null`, "invalid_request"},
		"array":             {`[]`, "invalid_request"},
		"string":            {`"x"`, "invalid_request"},
		"number":            {`1`, "invalid_request"},
		"unknown member":    {`{"evil":1}`, "invalid_request"},
		"other case":        {`{"Name":"x","CEREMONY":"x"}`, "invalid_request"},
		"wrong types":       {`{"ceremony":1,"name":1,"identifier":1,"reason":1}`, "invalid_request"},
		"duplicate member":  {`{"ceremony":"x","ceremony":"x"}`, "invalid_request"},
		"by escape":         {`{"ceremony":"x","\u0063eremony":"x"}`, "invalid_request"},
		"duplicate name":    {`{"name":"x","na\u006de":"x"}`, "invalid_request"},
		"not UTF-8":         {"{\"name\":\"\xff\xfe\"}", "invalid_request"},
		"lone surrogate":    {`{"name":"\ud800"}`, "invalid_request"},
		"byte order mark":   {"\xef\xbb\xbf{}", "invalid_request"},
		"UTF-16":            {"\xff\xfe{\x00}\x00", "invalid_request"},
		"NUL byte":          {"{\"name\":\"\x00\"}", "invalid_request"},
		"comment":           {`{/**/}`, "invalid_request"},
		"deep nesting":      {`{"credential":` + deep + `}`, "invalid_request"},
		"NaN":               {`{"name":NaN}`, "invalid_request"},
		"64 KiB and one":    {`{"name":"` + strings.Repeat("x", 64<<10-10) + `"}`, "payload_too_large"},
		"a megabyte":        {strings.Repeat(" ", 1<<20), "payload_too_large"},
		"a megabyte of '['": {strings.Repeat("[", 1<<20), "payload_too_large"},
	}
	for _, e := range endpointsWithBody(t, h) {
		before := h.dump()
		for name, test := range bodies {
			got := e.caller.send(e.method, e.path, "application/json", []byte(test.body))
			status := map[string]int{"invalid_request": 400, "payload_too_large": 413}[test.code]
			if code := got.object()["code"]; got.status != status || code != test.code {
				t.Errorf("%s %s, %s: %d %s", e.method, e.path, name, got.status, got.body)
			}
		}
		sound := encode(t, e.body)
		for _, contentType := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
			"application/json; charset=utf-16", "application/jsonx", "text/json", "application/json, text/plain", ";", "application/problem+json"} {
			got := e.caller.send(e.method, e.path, contentType, sound)
			if code := got.object()["code"]; got.status != 415 || code != "unsupported_media_type" {
				t.Errorf("%s %s as %q: %d %s", e.method, e.path, contentType, got.status, got.body)
			}
		}
		if h.dump() != before {
			t.Errorf("%s %s: something was written", e.method, e.path)
		}
		// It was the hostile part that was refused.
		if got := e.caller.send(e.method, e.path, "application/json; charset=UTF-8", sound); got.status >= 300 {
			t.Errorf("%s %s refuses a sound body: %d %s", e.method, e.path, got.status, got.body)
		}
	}
}

// Credentials spoilt in every place: never accepted, never 5xx, and nothing stored but that the ceremony is spent.
func TestHostileCredentials(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	in := func(change func(response object)) func(object) {
		return func(c object) { change(c["response"].(object)) }
	}
	set := func(member string, value any) func(object) { return func(c object) { c[member] = value } }
	unset := func(member string) func(object) { return func(c object) { delete(c, member) } }
	bytesOf := func(member string, change func([]byte) []byte) func(object) {
		return in(func(r object) {
			text, ok := r[member].(string)
			if !ok {
				r[member] = "A" // one letter is no base64
				return
			}
			raw, err := base64.RawURLEncoding.DecodeString(text)
			if err != nil {
				t.Fatal(err)
			}
			r[member] = base64.RawURLEncoding.EncodeToString(change(raw))
		})
	}
	cut := func(b []byte) []byte { return b[:len(b)-1] }
	longer := func(b []byte) []byte { return append(b, 0) }
	common := map[string]func(object){
		"no id": unset("id"), "no rawId": unset("rawId"), "no type": unset("type"), "no response": unset("response"),
		"type": set("type", "password"), "id a number": set("id", 1), "rawId null": set("rawId", nil),
		"another id": set("id", "AAAA"), "id not base64": set("id", "!!!"), "id by standard base64": set("id", "+/+/"),
		"response an array": set("response", []any{}), "response null": set("response", nil),
		"extensions a string": set("clientExtensionResults", "x"), "attachment a number": set("authenticatorAttachment", 1),
		"no clientDataJSON":        in(func(r object) { delete(r, "clientDataJSON") }),
		"clientDataJSON a number":  in(func(r object) { r["clientDataJSON"] = 1 }),
		"clientDataJSON no base64": in(func(r object) { r["clientDataJSON"] = "{}" }),
		"clientDataJSON cut":       bytesOf("clientDataJSON", cut),
		"clientDataJSON no JSON":   bytesOf("clientDataJSON", func([]byte) []byte { return []byte("x") }),
		"clientDataJSON an array":  bytesOf("clientDataJSON", func([]byte) []byte { return []byte("[]") }),
		"clientDataJSON null":      bytesOf("clientDataJSON", func([]byte) []byte { return []byte("null") }),
		"clientDataJSON doubled":   bytesOf("clientDataJSON", func(b []byte) []byte { return slices.Concat(b, b) }),
		"clientDataJSON deep":      bytesOf("clientDataJSON", func([]byte) []byte { return []byte(strings.Repeat("[", 20000)) }),
	}
	registration := map[string]func(object){
		"no attestationObject":       in(func(r object) { delete(r, "attestationObject") }),
		"attestationObject cut":      bytesOf("attestationObject", cut),
		"attestationObject trailing": bytesOf("attestationObject", longer),
		"attestationObject empty":    bytesOf("attestationObject", func([]byte) []byte { return nil }),
		"attestationObject deep":     bytesOf("attestationObject", func([]byte) []byte { return bytes.Repeat([]byte{0x81}, 20000) }),
		"attestationObject huge map": bytesOf("attestationObject", func([]byte) []byte { return []byte{0xbb, 0x7f, 255, 255, 255, 255, 255, 255, 255} }),
		"attestationObject endless":  bytesOf("attestationObject", func([]byte) []byte { return []byte{0xbf, 0x61, 'a', 0xff} }),
		"transports a string":        in(func(r object) { r["transports"] = "usb" }),
		"transports of numbers":      in(func(r object) { r["transports"] = []any{1, nil} }),
	}
	assertion := map[string]func(object){
		"no authenticatorData":       in(func(r object) { delete(r, "authenticatorData") }),
		"authenticatorData cut":      bytesOf("authenticatorData", cut),
		"authenticatorData trailing": bytesOf("authenticatorData", longer),
		"authenticatorData empty":    bytesOf("authenticatorData", func([]byte) []byte { return nil }),
		"no signature":               in(func(r object) { delete(r, "signature") }),
		"signature cut":              bytesOf("signature", cut),
		"signature trailing":         bytesOf("signature", longer),
		"signature empty":            bytesOf("signature", func([]byte) []byte { return nil }),
		"signature zero":             bytesOf("signature", func([]byte) []byte { return []byte{0x30, 6, 2, 1, 0, 2, 1, 0} }),
		"userHandle a number":        in(func(r object) { r["userHandle"] = 1 }),
		"userHandle of 65 bytes":     bytesOf("userHandle", func([]byte) []byte { return make([]byte, 65) }),
		"userHandle another's":       bytesOf("userHandle", func(b []byte) []byte { b[0] ^= 1; return b }),
	}
	rows := func() string { return fmt.Sprintf("%x", h.query("SELECT * FROM passkeys")) }
	before := rows()
	for _, kind := range kinds {
		own := assertion
		if kind == "registration" {
			own = registration
		}
		for _, table := range []map[string]func(object){common, own} {
			for name, spoil := range table {
				b := ada.begin(kind, object{})
				var raw []byte
				if kind == "registration" {
					raw = ada.create(device(), b)
				} else {
					raw = ada.getWith(phone, b)
				}
				credential := decode[object](t, raw)
				spoil(credential)
				got := ada.finish(kind, b, encode(t, credential))
				if got.status != 400 || got.object()["code"] != "passkey_rejected" {
					t.Errorf("%s, %s: %d %s", kind, name, got.status, got.body)
				}
			}
		}
	}
	for _, value := range []string{`1`, `"x"`, `[]`, `null`, `true`} {
		for _, kind := range kinds {
			body := []byte(`{"ceremony":"x","credential":` + value + `}`)
			ada.send("POST", "/v1/"+kind+"/finish", "application/json", body).wantField("credential")
		}
	}
	// Members twice, also deep inside and by escapes: whoever checks one must not see another than who uses it.
	for _, kind := range kinds {
		b := ada.begin(kind, object{})
		raw := string(ada.create(device(), ada.begin("registration", object{})))
		if kind != "registration" {
			raw = string(ada.getWith(phone, b))
		}
		for _, doubled := range []string{
			strings.Replace(raw, `"type":`, `"type":"public-key","type":`, 1),
			strings.Replace(raw, `"clientDataJSON":`, `"clientDataJSON":"AAAA","clientData\u004aSON":`, 1),
			strings.Replace(raw, `"rawId":`, `"x":{"y":1,"y":1},"rawId":`, 1),
		} {
			body := []byte(`{"ceremony":"` + b.Ceremony + `","credential":` + doubled + `}`)
			ada.send("POST", "/v1/"+kind+"/finish", "application/json", body).wantCode(400, "invalid_request")
		}
	}
	if rows() != before {
		t.Error("a row has changed")
	}
	ada.login(phone).want(200)
}

// What honest browsers and password managers do must pass.
func TestHonestOddities(t *testing.T) {
	h := newHouse(t)
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
		"padded base64":        func(c object) { r := c["response"].(object); r["clientDataJSON"] = r["clientDataJSON"].(string) + "==" },
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
	clientData := map[string]func(map[string]any){
		"crossOrigin absent": func(m map[string]any) { delete(m, "crossOrigin") },
		"unknown members": func(m map[string]any) {
			m["other_keys_can_be_added_here"], m["androidPackageName"] = "x", "com.android.chrome"
		},
		"tokenBinding": func(m map[string]any) { m["tokenBinding"] = object{"status": "supported"} },
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
	// userHandle absent or null where the passkeys were listed.
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
	// null stands for absent in what a caller wishes.
	h.app().post("/v1/login/begin", object{"identifier": nil, "mediation": nil, "rp_id": nil, "session": nil}).want(200)
	h.app().post("/v1/login/begin", object{"identifier": "  "}).want(200)
	h.app().post("/v1/login/begin", object{"session": "none"}).want(200)
	h.app().post("/v1/login/begin", object{"session": "cookie"}).wantField("session")
}

// Unknown addresses and methods answer with a problem document, whatever they look like.
func TestUnknownAddresses(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/", "/v1", "/v1/", "/v1/passkeys/", "/v2/passkeys", "/admin", "/v1/login", "/v1/../admin/v1/x",
		"/v1/passkeys/%2e%2e", "/v1/%00", "/v1/passkeys/" + uuid.NewString() + "/x", "/.well-known/webauthn-nothing"} {
		got := h.app().get(path)
		if got.status != 404 || got.object()["code"] != "not_found" {
			t.Errorf("GET %s: %d %s", path, got.status, got.body)
		}
	}
	admin := h.app() // the public listener knows nothing of the other one, with a key neither
	admin.unchecked = true
	key, _ := h.adminKey(nil, "read")
	for _, path := range []string{"/admin/v1/passkeys", "/admin/v1/keys", "/admin/v1/identities?identifier=x"} {
		admin.with("Authorization", "Bearer "+key).get(path).wantCode(404, "not_found")
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "GET"} {
		got := h.app().send(method, "/v1/login/begin", "application/json", []byte(`{}`))
		if got.status != 404 && got.status != 405 {
			t.Errorf("%s: %d %s", method, got.status, got.body)
		}
	}
	if got := h.app().send(http.MethodHead, "/v1/passkeys", "", nil); len(got.body) != 0 {
		t.Errorf("HEAD has a body: %s", got.body)
	}
}

// A request ID of the caller's is kept where it looks like one, and never echoed otherwise.
func TestRequestIDs(t *testing.T) {
	h := newHouse(t)
	for id, kept := range map[string]bool{
		"0123abcd": true, strings.Repeat("x", 64): true, "a-b_c-d_e": true,
		"short": false, strings.Repeat("x", 65): false, "<script>alert</script>": false, "12345678\"": false, "1234 5678": false,
	} {
		got := h.app().with("X-Request-Id", id).get("/v1/passkeys").wantCode(401, "unauthenticated")
		if echoed := got.header.Get("X-Request-Id"); (echoed == id) != kept || got.object()["request_id"] != echoed {
			t.Errorf("%q: %q %s", id, echoed, got.body)
		}
	}
}
