package api_test

import (
	"bytes"
	"encoding/base64"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// splice overwrites bytes of a value, or inserts some if there is no room for more; false if nothing changed.
func splice(value []byte, at uint16, with []byte) ([]byte, bool) {
	if len(value) == 0 || len(with) == 0 {
		return value, false
	}
	from := int(at) % len(value)
	changed := append(bytes.Clone(value[:from]), with...)
	if rest := from + len(with); rest < len(value) {
		changed = append(changed, value[rest:]...)
	}
	return changed, !bytes.Equal(changed, value)
}

// spoil changes one of the base64url members of a response.
func spoil(t *testing.T, credential object, member string, at uint16, with []byte) bool {
	response := credential["response"].(object)
	raw, err := base64.RawURLEncoding.DecodeString(response[member].(string))
	if err != nil {
		t.Fatal(err)
	}
	changed, differs := splice(raw, at, with)
	response[member] = base64.RawURLEncoding.EncodeToString(changed)
	return differs
}

// refusedWhole checks the invariants for modified input: refused without a panic, and nothing gained.
func refusedWhole(t *testing.T, h *harness, got *answer, passkeys int) {
	t.Helper()
	if got.status < 400 || got.status == 500 {
		t.Errorf("got %d %s, want a refusal", got.status, got.body)
	}
	if n := h.count("passkeys"); n != passkeys {
		t.Errorf("%d passkeys instead of %d", n, passkeys)
	}
}

// in returns the same harness and user for one run of a fuzz target.
func in(t *testing.T, h *harness, p *person) (*harness, *person) {
	inner, caller := *h, *p.caller
	inner.t, caller.t = t, t
	person := *p
	person.caller = &caller
	return &inner, &person
}

func FuzzFinishRegistration(f *testing.F) {
	f.Add(byte(0), uint16(3), []byte{1}, []byte(nil))
	f.Add(byte(1), uint16(32), []byte{0xff}, []byte(nil))
	f.Add(byte(1), uint16(60), []byte{0xa5, 1, 2, 3, 38}, []byte(nil))
	f.Add(byte(2), uint16(8), []byte{0}, []byte(nil))
	f.Add(byte(0), uint16(0), []byte(nil), []byte(`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}`))
	f.Add(byte(0), uint16(0), []byte(nil), []byte(`{"response":`))
	f.Add(byte(0), uint16(0), []byte(nil), []byte(`{"ID":"AA","rawId":"AA","type":"public-key","clientExtensionResults":[],"response":{"transports":1}}`))
	f.Add(byte(0), uint16(0), []byte(nil), []byte(`{"id":"AA","rawId":"AA==","type":"public-key","response":{"clientDataJSON":"eyJ0b2tlbkJpbmRpbmciOnt9fQ","attestationObject":"oA"}}`))
	h := newHarness(f)
	ada := h.person("ada@example.com")
	f.Fuzz(func(t *testing.T, where byte, at uint16, with, raw []byte) {
		h, ada := in(t, h, ada)
		b := ada.begin("registration", object{})
		if len(raw) > 0 {
			body := bytes.Join([][]byte{[]byte(`{"ceremony":"` + b.Ceremony + `","credential":`), raw, []byte(`}`)}, nil)
			refusedWhole(t, h, ada.send("POST", "/v1/registration/finish", "application/json", body), 0)
			return
		}
		// Client data are compared with the ceremony, so any change must be detected. What only an attestation signs is taken as it
		// is, since none is asked for: it is refused whole, or makes a passkey whose record claims no attestation.
		a := device(func(a *webauthntest.Authenticator) { a.Format = "packed" })
		var signed, signature []byte
		a.Tamper.AuthenticatorData = func(raw []byte) []byte { signed = raw; return raw }
		a.Tamper.Signature = func(raw []byte) []byte { signature = raw; return raw }
		differs := false
		a.Tamper.AttestationObject = func(attested []byte) []byte {
			part := map[byte][]byte{1: signed, 2: signature}[where%3]
			if part == nil {
				return attested
			}
			changed, _ := splice(part, at, with[:min(len(with), len(part)-int(at)%len(part))])
			differs = !bytes.Equal(changed, part)
			return bytes.Replace(attested, part, changed, 1)
		}
		credential := decode[object](t, ada.create(a, b))
		if where%3 == 0 {
			differs = spoil(t, credential, "clientDataJSON", at, with)
		}
		switch got := ada.finish("registration", b, encode(t, credential)); {
		case got.status == 201 && where%3 != 0:
			if n := len(h.query(`SELECT 1 FROM passkeys WHERE json_extract(record, '$.attestationType') != 'none' OR record LIKE '%attested%'`)); n > 0 {
				t.Error("the record claims attestation that was not verified")
			}
			h.query(`DELETE FROM passkeys`)
		case differs:
			refusedWhole(t, h, got, 0)
		}
	})
}

func FuzzFinishLogin(f *testing.F) {
	f.Add(byte(0), uint16(3), []byte{1}, []byte(nil))
	f.Add(byte(1), uint16(32), []byte{0x1d}, []byte(nil))
	f.Add(byte(1), uint16(36), []byte{0xa0, 1}, []byte(nil))
	f.Add(byte(2), uint16(4), []byte{0x81}, []byte(nil))
	f.Add(byte(3), uint16(9), []byte{7}, []byte(nil))
	f.Add(byte(0), uint16(0), []byte(nil), []byte(`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}`))
	f.Add(byte(0), uint16(0), []byte(nil), []byte(`[[[[`))
	f.Add(byte(0), uint16(0), []byte(nil), []byte(`{"id":"AB","rawId":"AB","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA","userHandle":1}}`))
	f.Add(byte(0), uint16(0), []byte(nil), []byte(`{"id":"AA","rawId":"AA","type":"public-key","response":{"ClientDataJSON":"eyJPUklHSU4iOiIifQ","authenticatorData":"AA","signature":"AA"}}`))
	f.Add(byte(0), uint16(9), []byte("ï»¿"), []byte(nil))
	h := newHarness(f)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	members := []string{"clientDataJSON", "authenticatorData", "signature", "userHandle"}
	f.Fuzz(func(t *testing.T, where byte, at uint16, with, raw []byte) {
		h, ada := in(t, h, ada)
		b := ada.begin("login", object{})
		if len(raw) > 0 {
			body := bytes.Join([][]byte{[]byte(`{"ceremony":"` + b.Ceremony + `","credential":`), raw, []byte(`}`)}, nil)
			refusedWhole(t, h, ada.send("POST", "/v1/login/finish", "application/json", body), 1)
			return
		}
		credential := decode[object](t, ada.getWith(phone, b))
		if spoil(t, credential, members[int(where)%len(members)], at, with) {
			refusedWhole(t, h, ada.finish("login", b, encode(t, credential)), 1)
		}
	})
}

func FuzzCeremonyToken(f *testing.F) {
	f.Add(uint16(0), []byte{2}, "")
	f.Add(uint16(1), []byte{0}, "")
	f.Add(uint16(25), []byte("{}"), "")
	f.Add(uint16(0), []byte(nil), "AQ")
	f.Add(uint16(0), []byte(nil), "eyJhbGciOiJub25lIn0.e30.")
	h := newHarness(f)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	f.Fuzz(func(t *testing.T, at uint16, with []byte, token string) {
		h, ada := in(t, h, ada)
		b := ada.begin("login", object{})
		credential := ada.getWith(phone, b)
		sealed, err := base64.RawURLEncoding.DecodeString(b.Ceremony)
		if err != nil {
			t.Fatal(err)
		}
		if changed, differs := splice(sealed, at, with); differs {
			token = base64.RawURLEncoding.EncodeToString(changed)
		}
		spent := h.count("spent_challenges")
		refusedWhole(t, h, ada.finish("login", begun{Ceremony: token}, credential), 1)
		if h.count("spent_challenges") != spent {
			t.Error("a forged ceremony has spent something")
		}
	})
}
