package api_test

import (
	"bytes"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// Members of clientDataJSON that a lenient reader would take for another: each response is signed, so only the reader
// can refuse it.
func TestClientDataIsReadStrictly(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	first := func(member string) func([]byte) []byte { // before the members that are there
		return func(raw []byte) []byte { return append([]byte("{"+member+","), raw[1:]...) }
	}
	last := func(member string) func([]byte) []byte {
		return func(raw []byte) []byte { return append(raw[:len(raw)-1], ","+member+"}"...) }
	}
	replaced := func(old, by string) func([]byte) []byte {
		return func(raw []byte) []byte { return bytes.Replace(raw, []byte(old), []byte(by), 1) }
	}
	hostile := map[string]func([]byte) []byte{
		"origin twice, the right one last":  first(`"origin":"https://evil.example"`),
		"origin twice, the right one first": last(`"origin":"https://evil.example"`),
		"twice by an escape":                first(`"orig\u0069n":"https://evil.example"`),
		"twice the same":                    last(`"crossOrigin":false`),
		"an unknown member twice":           last(`"x":1,"x":2`),
		"ORIGIN first":                      first(`"ORIGIN":"https://evil.example"`),
		"ORIGIN last":                       last(`"ORIGIN":"https://evil.example"`),
		"CrossOrigin":                       first(`"CrossOrigin":true`),
		"crossorigin":                       last(`"crossorigin":true`),
		"TopOrigin":                         last(`"TopOrigin":"https://evil.example"`),
		"Type":                              first(`"Type":"webauthn.get"`),
		"CHALLENGE":                         first(`"CHALLENGE":"AAAA"`),
		"TokenBinding":                      last(`"TokenBinding":{}`),
		"by a long s":                       first("\"cros\u017forigin\":true"),
		"only ORIGIN":                       replaced(`"origin"`, `"ORIGIN"`),
		"only Challenge":                    replaced(`"challenge"`, `"Challenge"`),
		"crossOrigin a string":              replaced(`"crossOrigin":false`, `"crossOrigin":"false"`),
		"crossOrigin a number":              replaced(`"crossOrigin":false`, `"crossOrigin":0`),
		"topOrigin a number":                last(`"topOrigin":1`),
		"origin a list":                     replaced(`"origin":"`, `"x":1,"origin":["`),
		"data after it":                     func(raw []byte) []byte { return append(raw, "{}"...) },
		"not UTF-8":                         last("\"x\":\"\xff\""),
		"UTF-16": func(raw []byte) []byte {
			return []byte("\xff\xfe" + strings.Join(strings.Split(string(raw), ""), "\x00") + "\x00")
		},
		"a comment":                         func(raw []byte) []byte { return append(raw, "/**/"...) },
		"tokenBinding a string":             last(`"tokenBinding":"supported"`),
		"tokenBinding a list":               last(`"tokenBinding":[]`),
		"tokenBinding without a status":     last(`"tokenBinding":{}`),
		"tokenBinding of an unknown status": last(`"tokenBinding":{"status":"maybe"}`),
		"tokenBinding of a numeric status":  last(`"tokenBinding":{"status":1}`),
		"tokenBinding of two statuses":      last(`"tokenBinding":{"status":"supported","status":"present"}`),
		"tokenBinding in use without an ID": last(`"tokenBinding":{"status":"present"}`),
		"tokenBinding with a numeric ID":    last(`"tokenBinding":{"status":"present","id":1}`),
	}
	for name, change := range hostile {
		tampered := device(func(a *webauthntest.Authenticator) { a.Tamper.RawClientData = change })
		if got := ada.register(tampered); got.status != 400 || got.object()["reason"] != "malformed" {
			t.Errorf("registration, %s: %d %s", name, got.status, got.body)
		}
		phone.Tamper.RawClientData = change
		if got := ada.login(phone); got.status != 400 || got.object()["reason"] != "malformed" {
			t.Errorf("login, %s: %d %s", name, got.status, got.body)
		}
	}
	if n := h.count("passkeys"); n != 1 {
		t.Errorf("%d passkeys", n)
	}
	for name, change := range map[string]func([]byte) []byte{
		"byte order mark":                func(raw []byte) []byte { return append([]byte("\xef\xbb\xbf"), raw...) },
		"unknown members":                last(`"x":{"origin":"https://evil.example"},"other":[1,1]`),
		"a repeated name inside another": last(`"x":{"y":1,"y":2}`),
		"escapes":                        replaced(`"origin"`, `"\u006frigin"`),
	} {
		phone.Tamper.RawClientData = change
		if got := ada.login(phone); got.status != 200 {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}
