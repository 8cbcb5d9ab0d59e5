package assurance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
)

func TestMaterialNeverPrintsItsValue(t *testing.T) {
	const secret = "otpauth-secret"
	m := NewMaterial(secret)
	f := HeldFactor{Kind: KindTOTP, Material: m}
	hidden := struct{ held Held }{Held{f}}
	var log bytes.Buffer
	text := slog.New(slog.NewTextHandler(&log, nil))
	logged := slog.New(slog.NewJSONHandler(&log, nil))
	text.Info("m", "m", m, "f", f, "held", Held{f}, "p", &m, "hidden", hidden)
	logged.Info("m", "m", m, "f", f, "held", Held{f}, "p", &m, "hidden", hidden)
	encoded, err := json.Marshal(map[string]any{"m": m, "f": f, "p": &m, "held": Held{f}})
	if err != nil {
		t.Fatal(err)
	}
	printed := log.String() + string(encoded)
	for _, value := range []any{m, &m, f, &f, Held{f}, hidden, &hidden, []any{m}, map[string]Material{"m": m}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p", "%o", "%b"} {
			printed += fmt.Sprintf(verb, value) + "\n"
		}
	}
	for _, trace := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), strings.Trim(fmt.Sprintf("%d", []byte(secret)), "[]")} {
		if strings.Contains(printed, trace) {
			t.Errorf("printed %q:\n%s", trace, printed)
		}
	}
	if !strings.Contains(string(encoded), redacted) {
		t.Errorf("encoded as %s, want it to say %s", encoded, redacted)
	}
}

func TestFingerprints(t *testing.T) {
	key := []byte("key")
	a := HeldFactor{Kind: KindTOTP, Material: NewMaterial("a"), Ref: "one"}
	if a.Fingerprint(key) != (HeldFactor{Kind: KindTOTP, Material: NewMaterial("a"), Ref: "other"}).Fingerprint(key) {
		t.Error("the same factor has two fingerprints")
	}
	for name, other := range map[string]HeldFactor{
		"another secret":       {Kind: KindTOTP, Material: NewMaterial("b")},
		"another kind":         {Kind: KindCode, Material: NewMaterial("a")},
		"a border that moves":  {Kind: KindTOTP + "a"},
		"nothing":              {},
		"without its material": {Kind: KindTOTP},
	} {
		if a.Fingerprint(key) == other.Fingerprint(key) {
			t.Errorf("%s: the same fingerprint", name)
		}
	}
	if a.Fingerprint(key) == a.Fingerprint([]byte("other")) {
		t.Error("the key does not count")
	}
}

func TestHeld(t *testing.T) {
	held := Held{{Kind: KindPasskey}, {Kind: KindTOTP}, {Kind: KindPasskey}}
	if got := held.Kinds(); !slices.Equal(got, []string{KindPasskey, KindTOTP}) {
		t.Errorf("kinds %q", got)
	}
	if !held.Any() || !held.Has(KindTOTP) || held.Has(KindCode) || (Held{}).Any() {
		t.Error("miscounted")
	}
	if !NewMaterial("a").Equal(NewMaterial("a")) || NewMaterial("a").Equal(NewMaterial("b")) || NewMaterial("a").Equal(Material{}) || !(Material{}).Equal(Material{}) {
		t.Error("materials compare wrongly")
	}
}
