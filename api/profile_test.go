package api_test

import (
	"crypto/x509"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/attestation"
	"latchkey/authenticator"
	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
	policies "latchkey/policy"
	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// under makes new passkeys meet a profile, which is verified against the roots.
func under(profile authenticator.Profile, roots ...*attest.CA) func(*harness) {
	return func(h *harness) {
		profile.Name = "staff"
		h.rules.Profiles, h.rules.Profile = []authenticator.Profile{profile}, "staff"
		h.rules.Authenticators = known
		var list []*x509.Certificate
		for _, root := range roots {
			list = append(list, root.Certificate)
		}
		h.rules.Attestation = attestation.New(list, nil, time.Now)
	}
}

var direct = authenticator.Profile{Attestation: authenticator.Direct}

// attestedBy is a device-bound key that attests in a way.
func attestedBy(way webauthntest.Attest) func(*webauthntest.Authenticator) {
	return func(a *webauthntest.Authenticator) {
		a.Attest, a.AAGUID, a.BackupEligible, a.BackedUp, a.Transports = way, yubiKey, false, false, []string{"usb"}
	}
}

var yubiKey = uuid.MustParse("1ac71f64-468d-4fe0-bef1-0e5f2f551f18") // "YubiKey 5 NFC"

// A passkey whose attestation was verified says so, and one by a self-made authority is refused. Signals ask the browser to
// forget the latter, and its refusal is recorded.
func TestAttestationIsVerifiedWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	ca, forged := &attest.Maker{CA: attest.NewCA("Maker")}, &attest.Maker{CA: attest.NewCA("Maker")}
	h := newHarness(t, under(authenticator.Profile{Attestation: authenticator.Direct, Allow: []string{"YubiKey 5"}}, ca.CA))
	ada := h.person("ada@example.com")
	b := ada.begin("registration", object{})
	if options := decode[object](t, b.PublicKey); options["attestation"] != "direct" {
		t.Errorf("asked for %v", options["attestation"])
	}
	refused := ada.finish("registration", b, ada.create(device(attestedBy(forged.Packed)), b)).wantCode(403, "authenticator_not_allowed").object()
	if fmt.Sprint(refused["wanted"]) != "[attested approved]" || refused["reason"] != nil {
		t.Errorf("refused with %v", refused)
	}
	signals, _ := refused["signal"].([]any)
	if len(signals) != 1 || signals[0].(map[string]any)["method"] != "signalUnknownCredential" {
		t.Errorf("signals for the browser: %v", signals)
	}
	if n := h.count("passkeys"); n != 0 {
		t.Errorf("%d passkeys", n)
	}
	event := h.query(`SELECT reason, metadata FROM security_audit WHERE event_type = 'registration.refused'`)
	if len(event) != 1 || event[0][0] != "authenticator_not_allowed" || !strings.Contains(fmt.Sprint(event[0][1]), `"wanted":["attested","approved"]`) {
		t.Errorf("recorded %v", event)
	}
	ada.finish("registration", b, ada.create(device(attestedBy(ca.Packed)), b)).wantCode(409, "ceremony_spent") // a ceremony has one try

	key := device(attestedBy(ca.Packed))
	made := ada.register(key).want(201).object()
	proof, _ := made["attested"].(map[string]any)
	if proof["by"] != "roots" || proof["format"] != "packed" || proof["type"] != "basic_full" || proof["model"] != true {
		t.Errorf("attested: %v", made["attested"])
	}
	ada.login(key).want(200)
	if got := ada.get("/v1/passkeys").want(200).body; !strings.Contains(string(got), `"format":"packed"`) {
		t.Errorf("listed as %s", got)
	}
	record := h.query(`SELECT record FROM passkeys`)[0][0].(string)
	if !strings.Contains(record, `"attested":{"by":"roots"`) {
		t.Errorf("stored %s", record)
	}
}

// known has one name, as the list of authenticators that people know.
func known(aaguid uuid.UUID) *webauthnsvc.Provider {
	if aaguid != yubiKey {
		return nil
	}
	return &webauthnsvc.Provider{Name: "YubiKey 5 NFC", Kind: "security_key"}
}

// What each profile makes of which key, and which options it asks for.
func TestProfiles(t *testing.T) {
	t.Parallel()
	ca := attest.NewCA("Maker")
	maker := &attest.Maker{CA: ca}
	with := func(p authenticator.Profile, edit func(*authenticator.Profile)) authenticator.Profile {
		edit(&p)
		return p
	}
	type edit = func(*webauthntest.Authenticator)
	self := func(a *webauthntest.Authenticator) { a.Format = "packed" }
	for name, c := range map[string]struct {
		profile  authenticator.Profile
		device   []edit
		wanted   string // "": it is allowed
		reason   any
		attested bool
	}{
		"direct, none":                {profile: direct, wanted: "[attested]", reason: "attestation_missing"},
		"direct, self":                {profile: direct, device: []edit{self}, wanted: "[attested]"},
		"direct, tpm":                 {profile: direct, device: []edit{attestedBy(maker.TPM2)}, attested: true},
		"direct, android-key":         {profile: direct, device: []edit{attestedBy(maker.AndroidKey)}, attested: true},
		"direct, apple":               {profile: direct, device: []edit{attestedBy(maker.Apple)}, attested: true},
		"direct, U2F":                 {profile: direct, device: []edit{attestedBy(maker.U2F), noModel}, attested: true},
		"FIDO2 only, U2F":             {profile: with(direct, func(p *authenticator.Profile) { p.FIDO2Only = true }), device: []edit{attestedBy(maker.U2F), noModel}, wanted: "[fido2]", reason: "fido2"},
		"verified, U2F with the flag": {profile: with(direct, func(p *authenticator.Profile) { p.UserVerification = true }), device: []edit{attestedBy(maker.U2F), noModel}, wanted: "[user_verification]", reason: "user_verification_missing"},
		"allowed, by a TPM that claims the model": {profile: with(direct, func(p *authenticator.Profile) { p.Allow = []string{yubiKey.String()} }), device: []edit{attestedBy(maker.TPM2)}, wanted: "[approved]"},
		"denied":               {profile: with(direct, func(p *authenticator.Profile) { p.Deny = []string{yubiKey.String()} }), device: []edit{attestedBy(maker.Packed)}, wanted: "[approved]"},
		"device-bound, synced": {profile: with(direct, func(p *authenticator.Profile) { p.Binding = authenticator.DeviceBound }), device: []edit{attestedBy(maker.Packed), synced}, wanted: "[device_bound]", reason: "device_bound"},
		"indirect, none":       {profile: authenticator.Profile{Attestation: authenticator.Indirect}},
		"indirect, self":       {profile: authenticator.Profile{Attestation: authenticator.Indirect}, device: []edit{self}},
		"indirect, packed":     {profile: authenticator.Profile{Attestation: authenticator.Indirect}, device: []edit{attestedBy(maker.Packed)}, attested: true},
		"none, packed":         {profile: authenticator.Profile{}, device: []edit{attestedBy(maker.Packed)}},
		"synced from another":  {profile: authenticator.Profile{Binding: authenticator.Synced, SyncedFrom: []string{"YubiKey"}}, wanted: "[synced_from]", reason: "synced"},
		"a large RSA key":      {profile: authenticator.Profile{MinRSABits: 3072}, device: []edit{func(a *webauthntest.Authenticator) { a.Algorithm = webauthntest.RS256 }}, wanted: "[key_size]", reason: "key_size"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, under(c.profile, ca))
			ada := h.person("ada@example.com")
			got := ada.register(device(c.device...))
			if c.wanted != "" {
				refused := got.wantCode(403, "authenticator_not_allowed").object()
				if fmt.Sprint(refused["wanted"]) != c.wanted || refused["reason"] != c.reason {
					t.Errorf("refused with %s", got.body)
				}
				return
			}
			if made := got.want(201).object(); (made["attested"] != nil) != c.attested {
				t.Errorf("attested: %v", made["attested"])
			}
		})
	}
}

func noModel(a *webauthntest.Authenticator) { a.AAGUID = uuid.Nil }
func synced(a *webauthntest.Authenticator)  { a.BackupEligible, a.BackedUp = true, true }

// The options lead the browser to what the profile wants.
func TestOptionsFollowTheProfile(t *testing.T) {
	t.Parallel()
	h := newHarness(t, under(authenticator.Profile{Attestation: authenticator.Enterprise, Binding: authenticator.DeviceBound, UserVerification: true, MinECBits: 384}, attest.NewCA("Maker")))
	ada := h.person("ada@example.com")
	options := decode[struct {
		Attestation            string
		Hints                  []string
		AuthenticatorSelection struct{ UserVerification, AuthenticatorAttachment string }
		PubKeyCredParams       []struct{ Alg int }
	}](t, ada.begin("registration", object{}).PublicKey)
	if got := fmt.Sprint(options); got != "{enterprise [security-key] {required } [{-35} {-36} {-257}]}" {
		t.Errorf("options %s", got)
	}
	if hints := decode[object](t, ada.begin("registration", object{"hints": []string{"hybrid"}}).PublicKey)["hints"]; fmt.Sprint(hints) != "[hybrid]" {
		t.Errorf("the page's hints became %v", hints)
	}
	unverified := ada.register(device(func(a *webauthntest.Authenticator) { a.Algorithm, a.UserVerified = webauthntest.ES384, false }))
	unverified.wantReason("user_verification_missing")
}

// A registration that was begun under another profile is begun again, since it asked for other things.
func TestProfileChangesMeanwhile(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	a := device()
	before := ada.begin("registration", object{})
	after := h.replica(under(direct, attest.NewCA("Maker")))
	ada.at(after).finish("registration", before, ada.create(a, before)).wantCode(400, "ceremony_invalid")
	// And one that asked for the same is held to what the profile is now.
	b := ada.at(after).begin("registration", object{})
	stricter := h.replica(under(authenticator.Profile{MinECBits: 521}))
	ada.at(stricter).finish("registration", b, ada.create(device(), b)).wantCode(403, "authenticator_not_allowed")
	if n := h.count("passkeys"); n != 0 {
		t.Errorf("%d passkeys", n)
	}
}

// A rule of policy.rules can name a profile of its own, and a profile a certification level of FIDO's metadata.
func TestProfileByRuleAndLevel(t *testing.T) {
	t.Parallel()
	maker, publisher := &attest.Maker{CA: attest.NewCA("Maker")}, metadatatest.New("mds.example")
	list, err := metadata.Parse(publisher.Blob(map[string]any{"no": 1, "nextUpdate": "2099-01-01", "entries": []any{map[string]any{
		"aaguid": yubiKey, "statusReports": []any{map[string]any{"status": "FIDO_CERTIFIED_L2"}},
		"metadataStatement": map[string]any{"description": "Example Key", "attestationTypes": []string{"basic_full"}, "attestationRootCertificates": []any{maker.CA.Certificate.Raw}}}}}),
		metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for level, wanted := range map[string]string{"L2": "", "L3": "[certified]"} {
		h := newHarness(t, func(h *harness) {
			name := "staff"
			h.rules.Profiles = []authenticator.Profile{{Name: name, Attestation: authenticator.Direct, Certified: level, Allow: []string{"example key"}}}
			h.rules.Rules = []policies.Rule{staff(func(r *policies.Rule) { r.Authenticators = &name })}
			h.rules.Attestation = attestation.New(nil, list, time.Now)
		})
		h.person("customer@example.com").register(device()).want(201)
		member := h.person("staff@example.com")
		member.becomes(h, inFinance)
		member.register(device()).wantCode(403, "authenticator_not_allowed")
		got := member.register(device(attestedBy(maker.Packed)))
		if wanted != "" {
			if refused := got.wantCode(403, "authenticator_not_allowed").object(); fmt.Sprint(refused["wanted"]) != wanted {
				t.Errorf("%s: %s", level, got.body)
			}
			continue
		}
		if made, _ := got.want(201).object()["attested"].(map[string]any); made["by"] != "metadata" {
			t.Errorf("%s: %s", level, got.body)
		}
	}
}

// A passkey that a browser makes without a prompt could not meet such a profile: it is not begun, in place of one that the user finds and
// that is refused.
func TestNoPromptMeetsNoProof(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile authenticator.Profile
		begins  bool
	}{
		"direct":            {direct, false},
		"user verification": {authenticator.Profile{UserVerification: true}, false},
		"indirect":          {authenticator.Profile{Attestation: authenticator.Indirect}, true},
		"synced":            {authenticator.Profile{Binding: authenticator.Synced}, true},
	} {
		h := newHarness(t, under(c.profile, attest.NewCA("Maker")), func(h *harness) { h.rules.ConditionalCreate = true })
		got := h.person("ada@example.com").post("/v1/registration/begin", object{"mediation": "conditional"})
		if c.begins {
			got.want(200)
		} else if got.wantField("mediation"); t.Failed() {
			t.Error(name)
		}
	}
}
