package e2e_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// maker is what can be seen of an authenticator's passkeys before they are used.
type maker struct {
	length     int
	transports []string
}

// makers are the authenticators of the users in this test. Decoys must resemble each of them.
var makers = []maker{
	{20, []string{"internal", "hybrid"}}, // as sent by a client that does not sort them
	{16, []string{"hybrid", "internal"}},
	{32, []string{"internal"}},
	{48, []string{"usb", "nfc"}},
	{64, []string{"usb"}},
	{32, nil},
}

// crowd is all users whose addresses an attacker tries.
type crowd struct {
	known, unknown []string                               // identifiers; the unknown have no passkey that could sign in
	devices        map[string]*webauthntest.Authenticator // of those with passkeys
}

// testEnumeration: an attacker begins a login for each address of a list. Neither begin nor finish reveals which have
// an account or a passkey.
func testEnumeration(t *testing.T, shared *stack) {
	p := startPair(t, shared.kratos)
	people := p.crowd(t)
	for name, origin := range map[string]string{"app": "", "browser": p.origin} {
		t.Run(name, func(t *testing.T) { p.beginsAlike(t, people, origin) })
	}
	t.Run("shapes", func(t *testing.T) { p.decoysArePlausible(t, people) })
	t.Run("finish", func(t *testing.T) { p.finishesAlike(t, people) })
	t.Run("stable", func(t *testing.T) { p.decoysStay(t, people) })
}

func (p *pair) crowd(t *testing.T) crowd {
	t.Helper()
	people := crowd{devices: map[string]*webauthntest.Authenticator{}}
	with := func(makers ...maker) *demo.KratosUser {
		user, callers := p.person(t)
		for i, m := range makers {
			device := webauthntest.New(p.origin)
			device.Transports, device.Tamper.CredentialID = m.transports, make([]byte, m.length)
			_, _ = rand.Read(device.Tamper.CredentialID)
			if i > 0 {
				callers[0].stepUp(t, people.devices[user.Email])
			}
			callers[0].register(t, device)
			device.Tamper.CredentialID = nil
			if i == 0 {
				people.devices[user.Email] = device
			}
		}
		return user
	}
	for _, m := range makers {
		people.known = append(people.known, with(m).Email)
	}
	people.known = append(people.known, with(makers[0], makers[3]).Email)

	bare, _ := p.person(t)
	inactive, deleted, suspended := with(makers[0]), with(makers[1]), with(makers[2])
	must(t, p.replicas[0].kratos.SetState(t.Context(), inactive.IdentityID, "inactive"))
	must(t, p.replicas[0].kratos.DeleteIdentity(t.Context(), deleted.IdentityID))
	p.replicas[0].change(t, p.replicas[0].withToken(suspended).passkeys(t)[0].ID, "suspend")
	people.unknown = []string{newEmail(), bare.Email, inactive.Email, deleted.Email, suspended.Email, "x", "ü@example.com", "+49 30 123456"}
	return people
}

// listing begins a login by identifier.
func (c caller) listing(t *testing.T, identifier string) (answer, begun, []allowed) {
	t.Helper()
	got := c.do(t, http.MethodPost, "/v1/login/begin", map[string]string{"identifier": identifier})
	var b begun
	var options struct {
		Allow []allowed `json:"allowCredentials"`
	}
	got.want(t, http.StatusOK, &b)
	must(t, json.Unmarshal(b.PublicKey, &options))
	return got, b, options.Allow
}

type allowed struct {
	ID         string   `json:"id"`
	Transports []string `json:"transports"`
}

func (a allowed) bytes(t *testing.T) []byte {
	t.Helper()
	id, err := base64.RawURLEncoding.DecodeString(a.ID)
	must(t, err)
	return id
}

func (a allowed) shape() string {
	return fmt.Sprint(base64.RawURLEncoding.DecodedLen(len(a.ID)), a.Transports)
}

func shapesOf(list []allowed) string {
	shapes := make([]string, len(list))
	for i, a := range list {
		shapes[i] = a.shape()
	}
	return strings.Join(shapes, " ")
}

var (
	sealedMembers = regexp.MustCompile(`"(ceremony|challenge|expires_at|request_id)":"[^"]*"`)
	oneAllowed    = regexp.MustCompile(`\{"type":"public-key","id":"[A-Za-z0-9_-]+"(,"transports":\["[a-z]+"(,"[a-z]+")?\])?\}`)
	listOfAllowed = regexp.MustCompile(`C(,C)*`)
	differing     = regexp.MustCompile(`^(X-Request-Id|Date|Content-Length|Set-Cookie)$`)
)

// form is all of an answer that must be the same for all identifiers: status, headers and body, without the values that differ
// between any two calls.
func (a answer) form() string {
	body := sealedMembers.ReplaceAllString(string(a.body), `"$1":""`)
	body = listOfAllowed.ReplaceAllString(oneAllowed.ReplaceAllString(body, "C"), "C")
	var headers []string
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		value := strings.Join(a.header[name], ",")
		if differing.MatchString(name) {
			value = fmt.Sprint(len(a.header[name]))
		}
		headers = append(headers, name+": "+value)
	}
	return fmt.Sprintf("%d\n%s\n%s", a.status, strings.Join(headers, "\n"), body)
}

// beginsAlike: status, headers and the structure of the body are the same for all. The length of the sealed token
// depends only on the list in the same response.
func (p *pair) beginsAlike(t *testing.T, people crowd, origin string) {
	var want string
	sealed := map[string]map[int]bool{} // the lengths of the ceremonies, by the shapes listed
	for _, identifier := range slices.Concat(people.known, people.unknown) {
		for i := range 8 {
			c := p.replicas[i%2].anyone()
			if origin != "" {
				c.header = http.Header{"Origin": {origin}}
			}
			got, b, list := c.listing(t, identifier)
			if want == "" {
				want = got.form()
				t.Log(want)
			}
			if form := got.form(); form != want {
				t.Errorf("%s is answered\n%s\nbut %s\n%s", identifier, form, people.known[0], want)
			}
			if len(list) < 1 || len(list) > 4 {
				t.Errorf("%s has %d passkeys", identifier, len(list))
			}
			if sealed[shapesOf(list)] == nil {
				sealed[shapesOf(list)] = map[int]bool{}
			}
			sealed[shapesOf(list)][len(b.Ceremony)] = true
		}
	}
	for shapes, lengths := range sealed {
		// Times are written without trailing zeros, so a ceremony is now and then some characters shorter.
		all := slices.Sorted(maps.Keys(lengths))
		if all[len(all)-1]-all[0] > 24 {
			t.Errorf("the ceremonies for %s have the lengths %v", shapes, all)
		}
	}
}

// decoysArePlausible requests decoys for many unknown users. They have all the shapes of real passkeys, no others,
// and not the same one each time.
func (p *pair) decoysArePlausible(t *testing.T, people crowd) {
	const strangers = 300
	var lock sync.Mutex
	shapes, numbers, lengths, total := map[string]int{}, map[int]int{}, map[int]bool{}, 0
	ids := map[string]bool{}
	var wait sync.WaitGroup
	for worker := range 6 {
		wait.Go(func() {
			for range strangers / 6 {
				got := p.replicas[worker%2].anyone().try(t, http.MethodPost, "/v1/login/begin", map[string]string{"identifier": newEmail()})
				var b struct {
					PublicKey struct {
						Allow []allowed `json:"allowCredentials"`
					} `json:"publicKey"`
				}
				if err := json.Unmarshal(got.body, &b); err != nil || got.status != http.StatusOK {
					t.Errorf("%d, %v", got.status, err)
				}
				lock.Lock()
				for _, a := range b.PublicKey.Allow {
					total++
					ids[a.ID] = true
					shapes[a.shape()]++
					lengths[base64.RawURLEncoding.DecodedLen(len(a.ID))] = true
				}
				numbers[len(b.PublicKey.Allow)]++
				lock.Unlock()
			}
		})
	}
	wait.Wait()
	t.Logf("%d decoys of %d strangers: %v, numbers %v", total, strangers, shapes, numbers)
	if len(ids) != total {
		t.Errorf("%d decoys have %d IDs", total, len(ids))
	}
	if len(lengths) < 4 {
		t.Errorf("decoys have the lengths %v only", lengths)
	}
	for shape, n := range shapes {
		if n > total*6/10 {
			t.Errorf("%d of %d decoys are %s", n, total, shape)
		}
	}
	if one := numbers[1]; one < strangers/2 || one > strangers*85/100 {
		t.Errorf("%d of %d strangers have one passkey", one, strangers)
	}
	// The most frequent real passkeys, those of phones and computers, are frequent here too, so one of them does not
	// reveal a real account.
	for _, email := range people.known[:3] {
		_, _, list := p.replicas[0].anyone().listing(t, email)
		if n := shapes[list[0].shape()]; n < total/20 {
			t.Errorf("%d of %d decoys are %s, as a real passkey is", n, total, list[0].shape())
		}
	}
}

// decoysStay the same over calls, replicas, a restart and a change of the secret; so do real passkeys.
func (p *pair) decoysStay(t *testing.T, people crowd) {
	before := map[string]string{}
	look := func() {
		for i := range 2 * len(p.replicas) {
			for _, identifier := range slices.Concat(people.known, people.unknown) {
				_, _, list := p.replicas[i%len(p.replicas)].anyone().listing(t, identifier)
				seen := fmt.Sprint(list)
				if first, ok := before[identifier]; ok && seen != first {
					t.Errorf("%s had the passkeys %s and has %s", identifier, first, seen)
				}
				before[identifier] = seen
			}
		}
	}
	look()
	p.restart(t)
	look()
	for _, identifier := range []string{people.known[0], people.unknown[0]} {
		for _, spelling := range []string{strings.ToUpper(identifier), " " + identifier + "\t"} {
			if _, _, list := p.replicas[0].anyone().listing(t, spelling); fmt.Sprint(list) != before[identifier] {
				t.Errorf("%q and %q are listed differently", spelling, identifier)
			}
		}
	}
}
