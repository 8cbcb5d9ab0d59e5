package e2e_test

import (
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/demo"
	"latchkey/doctor"
	"latchkey/metadata/metadatatest"
	"latchkey/store"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
	"latchkey/webauthnsvc/webauthntest/attest"
)

// published is a publisher of metadata, with the model of one maker.
type published struct {
	*metadatatest.Publisher
	url, root string // the address of the list, and the file with the root
	maker     *attest.Maker
	model     uuid.UUID
	answer    atomic.Pointer[http.HandlerFunc]
	asked     atomic.Int32
}

func publish(t *testing.T) *published {
	p := &published{Publisher: metadatatest.NewRSA("mds.example"), maker: &attest.Maker{CA: attest.NewCA("Maker")}, model: uuid.New(), root: filepath.Join(t.TempDir(), "root.pem")}
	must(t, os.WriteFile(p.root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Root.Raw}), 0o600))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.asked.Add(1)
		(*p.answer.Load())(w, r)
	}))
	t.Cleanup(server.Close)
	p.url = server.URL + "/list"
	return p
}

func (p *published) answers(with http.HandlerFunc) { p.answer.Store(&with) }

// serves serves a list in which the model has a status.
func (p *published) serves(number int, status string) {
	list := p.Blob(map[string]any{"no": number, "nextUpdate": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "entries": []any{map[string]any{
		"aaguid": p.model, "statusReports": []any{map[string]any{"status": status}},
		"metadataStatement": map[string]any{"description": "Example Key", "attestationTypes": []string{"basic_full"}, "attestationRootCertificates": []any{p.maker.CA.Certificate.Raw}}}}})
	p.answers(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(list) })
}

// settings let new passkeys be those of certified models only.
func (p *published) settings() []string {
	return []string{
		"LATCHKEY_WEBAUTHN_METADATA_URL=" + p.url, "LATCHKEY_WEBAUTHN_METADATA_ROOT_FILE=" + p.root,
		`LATCHKEY_WEBAUTHN_PROFILES=[{"name":"staff","attestation":"direct","certified":"L1"}]`, "LATCHKEY_POLICY_AUTHENTICATORS=staff",
	}
}

// key returns a key of the model.
func (p *published) key(origin string) *webauthntest.Authenticator {
	a := webauthntest.New(origin)
	a.AAGUID, a.Attest, a.BackupEligible, a.BackedUp = p.model, p.maker.Packed, false, false
	return a
}

// TestMetadataByURL: one of two replicas fetches the list, which both use. Before there is one, no passkey meets the profile, and doctor
// says why; after a restart it is there although the address does not answer.
func TestMetadataByURL(t *testing.T) {
	t.Parallel()
	p := publish(t)
	arrived, release := make(chan bool, 9), make(chan bool)
	p.answers(func(w http.ResponseWriter, _ *http.Request) {
		arrived <- true
		<-release
		p.serves(7, "FIDO_CERTIFIED_L2")
		(*p.answer.Load())(w, nil)
	})
	k, dsn, secret := startKratos(t, demo.KratosOptions{}), storetest.Postgres(t), demo.RandomSecret()
	remember("cipher secret", secret)
	start := func() *stack {
		l := startLatchkey(t, demo.LatchkeyOptions{Kratos: k, DSN: dsn, Env: append(p.settings(), "LATCHKEY_SECRETS_CIPHER="+secret)})
		return &stack{kratos: k, latchkey: l}
	}
	first := start()
	<-arrived // before the list is there
	_, person := first.app(t)
	key := p.key(first.latchkey.PublicURL)
	person.finish(t, "registration", person.begin(t, "registration").created(t, key)).refused(t, http.StatusForbidden, "authenticator_not_allowed")
	unreachable := []string{"LATCHKEY_WEBAUTHN_METADATA_URL=" + localhost(freePort(t))}
	if f := metadataFinding(t, first, unreachable...); f.Check != "metadata.fetch" || f.Result != doctor.Fault || !strings.Contains(f.Wrong, "refuse all new passkeys") || !strings.Contains(f.Seen, "connection refused") {
		t.Errorf("without a list: %+v", f)
	}
	close(release)
	var err error
	first.key, err = first.latchkey.CreateKey("read")
	must(t, err)
	remember("admin key", first.key)
	shows := func(s *stack, line string) func() bool {
		return func() bool {
			return strings.Contains(string(s.support().do(t, http.MethodGet, "/metrics", nil).body), "\n"+line+"\n")
		}
	}
	eventually(t, "the first replica has the list", shows(first, "latchkey_metadata_number 7"))
	made := person.register(t, p.key(first.latchkey.PublicURL))
	if got := string(person.do(t, http.MethodGet, "/v1/passkeys", nil).body); !strings.Contains(got, `"by":"metadata"`) {
		t.Errorf("%s: listed as %s", made.ID, got)
	}
	second := start()
	second.key = first.key
	eventually(t, "the second replica has the list", shows(second, "latchkey_metadata_number 7"))
	if n := p.asked.Load(); n != 1 {
		t.Errorf("it was fetched %d times", n)
	}
	if f := metadataFinding(t, second); f.Result != doctor.OK || !strings.Contains(f.Wrong, "number 7, next update on ") || !strings.Contains(f.Wrong, p.url+", confirmed there at ") {
		t.Errorf("with a list: %+v", f)
	}
	p.answers(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	if f := metadataFinding(t, second); f.Check != "metadata.fetch" || f.Result != doctor.Warning || !strings.Contains(f.Seen, "status 502") {
		t.Errorf("when it does not answer: %+v", f)
	}
	must(t, second.latchkey.Stop())
	must(t, second.latchkey.Start(t.Context()))
	if !shows(second, "latchkey_metadata_number 7")() {
		t.Error("after a restart there is no list")
	}
	_, another := second.app(t)
	another.register(t, p.key(second.latchkey.PublicURL))
}

// TestMetadataForgotten: after a mistake of the publisher, the operator has a list forgotten; two running replicas drop it, and take the next
// one, whatever its number. That is recorded.
func TestMetadataForgotten(t *testing.T) {
	t.Parallel()
	p := publish(t)
	p.serves(9000, "FIDO_CERTIFIED_L2")
	k, dsn, secret := startKratos(t, demo.KratosOptions{}), storetest.Postgres(t), demo.RandomSecret()
	remember("cipher secret", secret)
	start := func() *stack {
		return &stack{kratos: k, latchkey: startLatchkey(t, demo.LatchkeyOptions{Kratos: k, DSN: dsn, Env: append(p.settings(), "LATCHKEY_SECRETS_CIPHER="+secret)})}
	}
	one := start()
	key, err := one.latchkey.CreateKey("read")
	must(t, err)
	remember("admin key", key)
	one.key = key
	has := func(s *stack, number string) {
		t.Helper()
		eventuallyWithin(t, time.Minute, "a replica has the list "+number, func() bool {
			return strings.Contains(string(s.support().do(t, http.MethodGet, "/metrics", nil).body), "\nlatchkey_metadata_number "+number+"\n")
		})
	}
	has(one, "9000")
	two := start()
	two.key = key
	has(two, "9000")
	p.serves(8, "FIDO_CERTIFIED_L2")
	forget := func(number string) (string, error) {
		said, err := one.latchkey.Command("metadata", "forget", number).CombinedOutput()
		return string(said), err
	}
	if said, err := forget("9001"); err == nil || !strings.Contains(said, "nothing was changed") {
		t.Errorf("another number: %v, %s", err, said)
	}
	if said, err := forget("9000"); err != nil || !strings.Contains(said, "forgot list 9000 and higher ones") {
		t.Errorf("%v, %s", err, said)
	}
	has(one, "8")
	has(two, "8")
	var recorded struct {
		Events []audit.Entry `json:"events"`
	}
	two.support().do(t, http.MethodGet, "/admin/v1/audit-events?event_type=metadata.forgotten", nil).want(t, http.StatusOK, &recorded)
	if len(recorded.Events) != 1 || recorded.Events[0].Actor.Kind != store.ActorSystem || !strings.Contains(string(recorded.Events[0].Metadata), `"number":9000`) {
		t.Errorf("recorded: %+v", recorded.Events)
	}
}

// metadataFinding returns what doctor says about the metadata.
func metadataFinding(t *testing.T, s *stack, env ...string) doctor.Finding {
	t.Helper()
	cmd := s.latchkey.Command("doctor", "--json")
	cmd.Env = append(cmd.Env, env...)
	output, _ := cmd.Output() // there may be faults elsewhere
	var report doctor.Report
	must(t, json.Unmarshal(output, &report))
	i := slices.IndexFunc(report.Findings, func(f doctor.Finding) bool { return strings.HasPrefix(f.Check, "metadata") })
	if i < 0 {
		t.Fatalf("doctor says nothing of it: %s", output)
	}
	return report.Findings[i]
}
