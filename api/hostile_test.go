package api_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// endpoint is one that takes a body, with a valid one.
type endpoint struct {
	caller       *caller
	method, path string
	body         object
}

func endpointsWithBody(t *testing.T, h *harness) []endpoint {
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
	code := ada.newCodes()[0]
	h.clock.advance(10 * time.Second) // until they may be replaced
	admin := h.adminWith("revoke", "reset", "keys")
	return []endpoint{
		{ada.caller, "POST", "/v1/registration/begin", object{}},
		{ada.caller, "POST", "/v1/registration/finish", credential("registration")},
		{ada.caller, "POST", "/v1/login/begin", object{}},
		{ada.caller, "POST", "/v1/login/finish", credential("login")},
		{ada.caller, "POST", "/v1/step-up/begin", object{}},
		{ada.caller, "POST", "/v1/step-up/finish", credential("step-up")},
		{ada.caller, "PATCH", "/v1/passkeys/" + id, object{"name": "x"}},
		{ada.caller, "POST", "/v1/recovery-codes/redeem", object{"code": code}},
		{ada.caller, "POST", "/v1/recovery-codes", object{}},
		{admin, "POST", "/admin/v1/identities/" + ada.id.String() + "/recovery-code", object{"reason": "x"}},
		{admin, "POST", "/admin/v1/passkeys/" + id + "/suspend", object{"reason": "x"}},
		{admin, "POST", "/admin/v1/passkeys/" + id + "/resume", object{"reason": "x"}},
		{admin, "POST", "/admin/v1/passkeys/" + id + "/revoke", object{"reason": "x"}},
		{admin, "POST", "/admin/v1/keys", object{"name": "x", "scopes": []string{"keys"}}},
	}
}

// One table for all endpoints: the right 4xx, and an unchanged database.
func TestHostileBodies(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
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
	for i, e := range endpointsWithBody(t, h) {
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
		// The hostile part was the reason for the refusal.
		declared := []string{"application/json; charset=UTF-8", "application/json;charset=utf8", `Application/JSON; Charset="UTF8"`}[i%3]
		if got := e.caller.send(e.method, e.path, declared, sound); got.status >= 300 {
			t.Errorf("%s %s refuses a sound body as %s: %d %s", e.method, e.path, declared, got.status, got.body)
		}
	}
}

// Credentials modified in every place: never accepted, never 5xx, and nothing is stored except that the ceremony is
// spent.
func TestHostileCredentials(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	in := func(change func(response object)) func(object) {
		return func(c object) { change(c["response"].(object)) }
	}
	set := func(member string, value any) func(object) { return func(c object) { c[member] = value } }
	unset := func(member string) func(object) { return func(c object) { delete(c, member) } }
	rename := func(from, to string) func(object) {
		return func(c object) { c[to] = c[from]; delete(c, from) }
	}
	bytesOf := func(member string, change func([]byte) []byte) func(object) {
		return in(func(r object) {
			text, ok := r[member].(string)
			if !ok {
				r[member] = "A" // one letter is not valid base64
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
		"id in another case": rename("id", "ID"), "rawId in another case": rename("rawId", "rawID"),
		"type in another case": rename("type", "Type"), "response in another case": rename("response", "Response"),
		"id also in another case": set("Id", "AAAA"), "type also in another case": set("TYPE", "password"),
		"id padded": func(c object) { c["id"] = c["id"].(string) + "==" }, "rawId padded": func(c object) { c["rawId"] = c["rawId"].(string) + "==" },
		"rawId with a line feed":          func(c object) { c["rawId"] = c["rawId"].(string)[:4] + "\n" + c["rawId"].(string)[4:] },
		"both IDs with a line feed":       func(c object) { c["id"], c["rawId"] = "\n"+c["id"].(string), "\n"+c["rawId"].(string) },
		"clientDataJSON in another case":  in(func(r object) { r["ClientDataJSON"] = r["clientDataJSON"]; delete(r, "clientDataJSON") }),
		"clientDataJSON in two cases":     in(func(r object) { r["clientDataJson"] = "e30" }),
		"clientDataJSON padded":           in(func(r object) { r["clientDataJSON"] = r["clientDataJSON"].(string) + "==" }),
		"clientDataJSON with a line feed": in(func(r object) { r["clientDataJSON"] = r["clientDataJSON"].(string) + "\r\n" }),
		"clientDataJSON with a space":     in(func(r object) { r["clientDataJSON"] = r["clientDataJSON"].(string) + " " }),
		"no clientDataJSON":               in(func(r object) { delete(r, "clientDataJSON") }),
		"clientDataJSON a number":         in(func(r object) { r["clientDataJSON"] = 1 }),
		"clientDataJSON no base64":        in(func(r object) { r["clientDataJSON"] = "{}" }),
		"clientDataJSON cut":              bytesOf("clientDataJSON", cut),
		"clientDataJSON no JSON":          bytesOf("clientDataJSON", func([]byte) []byte { return []byte("x") }),
		"clientDataJSON an array":         bytesOf("clientDataJSON", func([]byte) []byte { return []byte("[]") }),
		"clientDataJSON null":             bytesOf("clientDataJSON", func([]byte) []byte { return []byte("null") }),
		"clientDataJSON doubled":          bytesOf("clientDataJSON", func(b []byte) []byte { return slices.Concat(b, b) }),
		"clientDataJSON deep":             bytesOf("clientDataJSON", func([]byte) []byte { return []byte(strings.Repeat("[", 20000)) }),
	}
	registration := map[string]func(object){
		"no attestationObject":       in(func(r object) { delete(r, "attestationObject") }),
		"attestationObject cut":      bytesOf("attestationObject", cut),
		"attestationObject trailing": bytesOf("attestationObject", longer),
		"attestationObject empty":    bytesOf("attestationObject", func([]byte) []byte { return nil }),
		"attestationObject deep":     bytesOf("attestationObject", func([]byte) []byte { return bytes.Repeat([]byte{0x81}, 20000) }),
		"attestationObject huge map": bytesOf("attestationObject", func([]byte) []byte { return []byte{0xbb, 0x7f, 255, 255, 255, 255, 255, 255, 255} }),
		"attestationObject endless":  bytesOf("attestationObject", func([]byte) []byte { return []byte{0xbf, 0x61, 'a', 0xff} }),
		"attestationObject padded":   in(func(r object) { r["attestationObject"] = r["attestationObject"].(string) + "=" }),
		"attestationObject by case":  in(func(r object) { r["AttestationObject"] = r["attestationObject"]; delete(r, "attestationObject") }),
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
		"signature padded":           in(func(r object) { r["signature"] = r["signature"].(string) + "=" }),
		"signature in another case":  in(func(r object) { r["Signature"] = r["signature"]; delete(r, "signature") }),
		"signature in two cases":     in(func(r object) { r["SIGNATURE"] = r["signature"] }),
		"authenticatorData padded":   in(func(r object) { r["authenticatorData"] = r["authenticatorData"].(string) + "=" }),
		"userHandle padded":          in(func(r object) { r["userHandle"] = r["userHandle"].(string) + "==" }),
		"userHandle in two cases":    in(func(r object) { r["userhandle"] = r["userHandle"] }),
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
	// Duplicate members, also nested and with escapes: the code that checks one must not see another than the code that
	// uses it.
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
