package assurance

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// vouchedRow is the row of a factor that has been there, and vouched, for a month.
func vouchedRow(kind, secret, how string, edits ...func(*store.Factor)) store.Factor {
	row := seen(kind, secret, 30*24*time.Hour)
	row.SeenAt, row.SetUpAt = row.FirstSeenAt, at(30*24*time.Hour+time.Minute)
	row.VouchedAt, row.How = at(30*24*time.Hour), how
	for _, edit := range edits {
		edit(&row)
	}
	return row
}

// A use counts from the time on at which Kratos had set the factor up, as known when it was first seen: Kratos renews that
// time with every change of the identity.
func TestUseCountsOnceTheFactorExisted(t *testing.T) {
	const minute = time.Minute
	setUp := func(since time.Duration) func(*store.Factor) {
		return func(f *store.Factor) {
			f.FirstSeenAt, f.SeenAt, f.SetUpAt = ago(since-minute), ago(since-minute), at(since)
		}
	}
	seenAtOnce := func(f *store.Factor) { f.FirstSeenAt, f.SeenAt = *f.SetUpAt, *f.SetUpAt }
	unknown := func(f *store.Factor) { f.SetUpAt = nil }
	for _, c := range []struct {
		name    string
		how     string
		rows    []func(*store.Factor)
		changed time.Duration // 0: Kratos does not say
		use     time.Duration
		apart   bool
		want    bool
	}{
		{name: "used long after", how: store.VouchedFreshSession, use: 10 * minute, want: true},
		{name: "something else of the identity changed since", how: store.VouchedFreshSession, changed: minute, use: 10 * minute, want: true},
		{name: "used before it was seen, half a minute after its setup", how: store.VouchedConfirmed, rows: []func(*store.Factor){setUp(5 * minute)}, use: 5*minute - settled, want: true},
		{name: "used sooner, and a setup that a web_hook refused may have begun before", how: store.VouchedConfirmed, rows: []func(*store.Factor){setUp(5 * minute)}, use: 5*minute - settled + time.Millisecond},
		{name: "the same, once it is seen", how: store.VouchedFreshSession, rows: []func(*store.Factor){setUp(5 * minute), seenAtOnce}, use: 5*minute - 10*time.Second},
		{name: "used right after the one of the first passkey was set up", how: store.VouchedFirstPasskey, rows: []func(*store.Factor){setUp(5 * minute)}, use: 5*minute - time.Second, want: true},
		{name: "used before its setup", how: store.VouchedConfirmed, rows: []func(*store.Factor){setUp(5 * minute)}, use: 5*minute + time.Second},
		{name: "its setup, at the first passkey", how: store.VouchedFirstPasskey, rows: []func(*store.Factor){setUp(5 * minute)}, use: 5*minute + 3*time.Second, want: true},
		{name: "used before the one of the first passkey was set up", how: store.VouchedFirstPasskey, rows: []func(*store.Factor){setUp(5 * minute)}, use: 6 * minute},
		{name: "used before the imported one was set up", how: store.VouchedImport, rows: []func(*store.Factor){setUp(5 * minute)}, use: 6 * minute},
		{name: "imported, used before the import", how: store.VouchedImport, rows: []func(*store.Factor){func(f *store.Factor) { f.FirstSeenAt, f.SeenAt = ago(minute), ago(minute) }}, use: 10 * minute, want: true},
		{name: "a row of an older binary", how: store.VouchedFreshSession, rows: []func(*store.Factor){unknown}, use: 10 * minute, want: true},
		{name: "such a row, used before it was seen", how: store.VouchedFreshSession, rows: []func(*store.Factor){setUp(5 * minute), unknown}, use: 10 * minute},
		{name: "such a row, and Kratos still says when", how: store.VouchedFreshSession, rows: []func(*store.Factor){setUp(5 * minute), unknown}, changed: 20 * minute, use: 10 * minute, want: true},
		{name: "seen shortly before the use, and clocks may differ", how: store.VouchedFreshSession, rows: []func(*store.Factor){setUp(5 * minute), unknown}, use: 4*minute - 3*time.Second - settled},
		{name: "seen a while before", how: store.VouchedFreshSession, rows: []func(*store.Factor){setUp(5 * minute), unknown}, use: 4*minute - 10*time.Second - settled, want: true},
		{name: "seen a while before, and clocks do differ", how: store.VouchedFreshSession, rows: []func(*store.Factor){setUp(5 * minute), unknown}, use: 4*minute - 10*time.Second - settled, apart: true},
		{name: "it was gone when it was used", how: store.VouchedFreshSession, rows: []func(*store.Factor){func(f *store.Factor) { f.SeenAt, f.SetUpAt = ago(5*minute), at(6*minute) }}, use: 10 * minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			held := Held{{Kind: KindTOTP, Material: NewMaterial("app")}}
			if c.changed > 0 {
				held[0].ChangedAt = ago(c.changed)
			}
			p := testPolicy()
			p.ClocksApart = func() bool { return c.apart }
			session := began("password", Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(c.use)})
			session.Level = AAL2
			f := read(t, session, Person{}, store.SessionFacts{
				Passkeys: []store.Passkey{passkeyRow()}, Factors: []store.Factor{vouchedRow(KindTOTP, "app", c.how, c.rows...)},
			}, held)
			if d := Decide(f, p); d.Fresh() != c.want || (d.Level == AAL2) != c.want {
				t.Errorf("got %s, want fresh at aal2: %t", describe(d), c.want)
			}
			if _, initializes := (Known{Facts: f}).InitializesUV(p, phone); initializes != c.want {
				t.Errorf("initialises UV: %t", !c.want)
			}
		})
	}
}

// A factor that is gone may be the one that was used, whatever vouched for it, and so may one that a web_hook refused.
func TestUseOfAFactorThatIsGone(t *testing.T) {
	key := func(secret string) HeldFactor { return HeldFactor{Kind: KindWebAuthn, Material: NewMaterial(secret)} }
	use := func(kind string, since time.Duration) Method {
		return Method{Name: kind, AAL: AAL2, CompletedAt: ago(since)}
	}
	gone := func(kind string, since time.Duration) store.Factor {
		return vouchedRow(kind, "gone", store.VouchedConfirmed, func(f *store.Factor) { f.GoneAt = at(since) })
	}
	own, app := vouchedRow(KindWebAuthn, "own", store.VouchedConfirmed), vouchedRow(KindTOTP, "app", store.VouchedFreshSession)
	young := vouchedRow(KindTOTP, "app", store.VouchedFreshSession, func(f *store.Factor) {
		f.FirstSeenAt, f.SeenAt, f.SetUpAt = ago(2*time.Minute), ago(2*time.Minute), at(2*time.Minute)
	})
	attackers := seen(KindWebAuthn, "gone", time.Hour)
	attackers.GoneAt = at(4 * time.Minute)
	held := Held{key("own"), {Kind: KindTOTP, Material: NewMaterial("app")}}
	for _, c := range []struct {
		name    string
		methods []Method
		rows    []store.Factor
		want    bool
	}{
		{"none is gone", []Method{use(KindWebAuthn, 5*time.Minute)}, []store.Factor{own, app}, true},
		{"gone before", []Method{use(KindWebAuthn, 5*time.Minute)}, []store.Factor{own, app, gone(KindWebAuthn, 6*time.Minute)}, true},
		{"gone since", []Method{use(KindWebAuthn, 5*time.Minute)}, []store.Factor{own, app, gone(KindWebAuthn, 4*time.Minute)}, false},
		{"gone at about that time", []Method{use(KindWebAuthn, 5*time.Minute)}, []store.Factor{own, app, gone(KindWebAuthn, 5*time.Minute+3*time.Second)}, false},
		{"found to be gone now", []Method{use(KindWebAuthn, 5*time.Minute)}, []store.Factor{own, app, vouchedRow(KindWebAuthn, "gone", "")}, false},
		{"used again", []Method{use(KindWebAuthn, 5*time.Minute), use(KindWebAuthn, time.Minute)}, []store.Factor{own, app, gone(KindWebAuthn, 4*time.Minute)}, true},
		{"used again, and an unvouched one may have raised the session", []Method{use(KindWebAuthn, 5*time.Minute), use(KindWebAuthn, time.Minute)},
			[]store.Factor{own, app, attackers}, false},
		{"another kind is gone", []Method{use(KindWebAuthn, 5*time.Minute)}, []store.Factor{own, app, gone(KindLookupSecret, 4*time.Minute)}, true},
		{"the previous app is gone", []Method{use(KindTOTP, 5*time.Minute)}, []store.Factor{own, app, gone(KindTOTP, 4*time.Minute)}, true},
		{"an app that is gone raised the session, then a key", []Method{use(KindTOTP, 5*time.Minute), use(KindWebAuthn, time.Minute)}, []store.Factor{own, young}, false},
		{"an app that is gone, or was refused, raised the session, then the owner's", []Method{use(KindTOTP, 5*time.Minute), use(KindTOTP, time.Minute)}, []store.Factor{own, young}, false},
		{"the owner's setup raised the session, then its use", []Method{use(KindTOTP, 2*time.Minute), use(KindTOTP, time.Minute)}, []store.Factor{own, young}, false},
		{"a key that is gone raised the session, and the app existed", []Method{use(KindWebAuthn, 5*time.Minute), use(KindTOTP, time.Minute)}, []store.Factor{own, app, attackers}, true},
		{"a key that is gone raised the session before the app existed", []Method{use(KindWebAuthn, 5*time.Minute), use(KindTOTP, time.Minute)}, []store.Factor{own, young, attackers}, false},
		{"the owner's app raised the session twice", []Method{use(KindTOTP, 80*time.Second), use(KindTOTP, time.Minute)}, []store.Factor{own, young}, true},
		{"the app raised the session, then a key", []Method{use(KindTOTP, 5*time.Minute), use(KindWebAuthn, time.Minute)}, []store.Factor{own, app}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			session := began("password", c.methods...)
			session.Level = AAL2
			f := read(t, session, Person{}, store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Factors: c.rows}, held)
			if d := Decide(f, testPolicy()); d.Fresh() != c.want {
				t.Errorf("got %s, want fresh: %t", describe(d), c.want)
			}
		})
	}
}

// Without a passkey, users with a role need a factor that has been there for a while, and that they have used.
func TestStaffUseOfAnEarlierFactor(t *testing.T) {
	setUp := func(f *store.Factor) {
		f.FirstSeenAt, f.SeenAt, f.SetUpAt = ago(25*time.Hour), ago(25*time.Hour), at(25*time.Hour)
	}
	for since, want := range map[time.Duration]bool{26 * time.Hour: false, 10 * time.Minute: true} {
		session := began("password", Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(since)})
		session.Level = AAL2
		f := read(t, session, Person{Role: true}, store.SessionFacts{Factors: []store.Factor{vouchedRow(KindTOTP, "app", "", setUp)}},
			Held{{Kind: KindTOTP, Material: NewMaterial("app")}})
		if got := AdmitsStaff(f, testPolicy()); got != want {
			t.Errorf("used %v ago: the console admits: %t", since, got)
		}
	}
}

// The first passkey vouches for a factor that was used in its session, not for one that has taken its place.
func TestFirstPasskeyVouchesForWhatWasUsed(t *testing.T) {
	for since, want := range map[time.Duration]bool{time.Hour: true, 10*time.Minute - time.Second: true, 5 * time.Minute: false} {
		session := began("password", Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(10 * time.Minute)})
		f := read(t, session, Person{}, store.SessionFacts{}, Held{{Kind: KindTOTP, Material: NewMaterial("app"), ChangedAt: ago(since)}})
		vouched := slices.ContainsFunc(f.Sightings(testPolicy(), true, uuid.New), func(s store.FactorSighting) bool { return s.Vouch != "" })
		if vouched != want {
			t.Errorf("set up %v ago, used ten minutes ago: vouched: %t", since, vouched)
		}
	}
}

// TestCodeAtAnotherAddress: with the password alone, an attacker replaces the address for codes, uses one at an own
// address, and puts the owner's back, before Latchkey sees it. Kratos creates the address anew, and still accepts a code
// that it sent to the attacker's.
func TestCodeAtAnotherAddress(t *testing.T) {
	row := vouchedRow(KindCode, "the owner's", store.VouchedConfirmed, func(f *store.Factor) { f.SetUpAt = at(31 * 24 * time.Hour) })
	session := began("password", Method{Name: KindCode, AAL: AAL2, CompletedAt: ago(5 * time.Minute)})
	session.Level = AAL2
	facts := store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Factors: []store.Factor{row}}
	for name, test := range map[string]struct {
		created  time.Time
		original bool
		level    string
	}{
		"as ever":                           {ago(31 * 24 * time.Hour), false, AAL2},
		"put back since":                    {ago(2 * time.Minute), false, AAL1},
		"put back right before":             {ago(5*time.Minute + time.Second), false, AAL1},
		"put back an hour before":           {ago(65*time.Minute - time.Second), false, AAL1},
		"put back more than an hour before": {ago(65 * time.Minute), false, AAL2},
		"of a new identity":                 {ago(6 * time.Minute), true, AAL2},
		"unknown":                           {time.Time{}, false, AAL1},
	} {
		f := read(t, session, Person{}, facts, Held{{Kind: KindCode, Material: NewMaterial("the owner's"), ChangedAt: test.created, Original: test.original}})
		if d := Decide(f, testPolicy()); d.Level != test.level || d.Fresh() != (test.level == AAL2) {
			t.Errorf("%s: %s", name, describe(d))
		}
	}
}
