package assurance

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// A change names every factor at Kratos that it rests on, with the passkeys that vouched for it, and the take-back that was
// known.
func TestRestsOnFactors(t *testing.T) {
	voucher := uuid.MustParse("00000000-0000-4000-8000-00000000000a")
	by := func(f *store.Factor) { f.VouchedBy = []uuid.UUID{voucher} }
	app := vouchedRow(KindTOTP, "app", store.VouchedConfirmed, by)
	one, other := vouchedRow(KindWebAuthn, "one", store.VouchedConfirmed), vouchedRow(KindWebAuthn, "other", store.VouchedConfirmed)
	other.ID = uuid.New()
	password := vouchedRow(KindPassword, "hash", store.VouchedFirstPasskey)
	aged := vouchedRow(KindTOTP, "app", "")
	aged.ID, aged.VouchedAt = app.ID, nil
	held := func(rows ...store.Factor) (held Held) {
		for _, row := range rows {
			secret := map[uuid.UUID]string{app.ID: "app", one.ID: "one", other.ID: "other", password.ID: "hash"}[row.ID]
			held = append(held, changedHeld(row.Kind, secret, 40*24*time.Hour))
		}
		return held
	}
	used := func(kinds ...string) Session {
		session := began("password")
		session.Level = AAL2
		for i, kind := range kinds {
			session.Methods = append(session.Methods, Method{Name: kind, AAL: AAL2, CompletedAt: ago(time.Duration(9-i) * time.Minute)})
		}
		return session
	}
	recovered := at(100 * time.Hour)
	for _, c := range []struct {
		name     string
		session  Session
		who      Person
		stepUp   *store.StepUp
		none     bool // no passkey
		rows     []store.Factor
		passkeys []uuid.UUID
		factors  []uuid.UUID
	}{
		{name: "an app, and what vouched for it", session: used(KindTOTP), rows: []store.Factor{app}, passkeys: []uuid.UUID{voucher}, factors: []uuid.UUID{app.ID}},
		{name: "all of a kind", session: used(KindWebAuthn), rows: []store.Factor{one, other}, factors: []uuid.UUID{one.ID, other.ID}},
		{name: "the kind that raised the session, without which the other may have been set up", session: used(KindTOTP, KindWebAuthn),
			rows: []store.Factor{app, one}, passkeys: []uuid.UUID{voucher}, factors: []uuid.UUID{app.ID}},
		{name: "one kind of two is sufficient", session: used(KindWebAuthn, KindTOTP), rows: []store.Factor{one, app}, factors: []uuid.UUID{one.ID}},
		{name: "a key without its PIN, next to the password", session: began("password"), stepUp: stepUp(false, 0), rows: []store.Factor{password},
			passkeys: []uuid.UUID{phone}, factors: []uuid.UUID{password.ID}},
		{name: "no passkey yet", session: used(KindTOTP), none: true, rows: []store.Factor{aged}, factors: []uuid.UUID{app.ID}},
		{name: "no passkey yet, and a role", session: used(KindTOTP), who: Person{Role: true}, none: true, rows: []store.Factor{aged}, factors: []uuid.UUID{app.ID}},
	} {
		facts := store.SessionFacts{StepUp: c.stepUp, Factors: c.rows, First: &store.FirstPasskey{RecoveredAt: recovered}}
		if !c.none {
			facts.Passkeys = []store.Passkey{passkeyRow(func(p *store.Passkey) { p.UVInitialized = false }), passkeyRow(func(p *store.Passkey) { p.ID = voucher })}
		}
		may := MayAddPasskey(read(t, c.session, c.who, facts, held(c.rows...)), testPolicy())
		if may.Need != NeedNothing || may.By.IdentityID != identity || may.By.RecoveredAt != recovered ||
			!slices.Equal(may.By.Passkeys, c.passkeys) || !slices.Equal(may.By.Factors, c.factors) {
			t.Errorf("%s: %+v", c.name, may)
		}
	}
}

// A first passkey rests on nothing but that the account was not taken back.
func TestFirstPasskeyRestsOnTheAccount(t *testing.T) {
	f := read(t, began("password"), Person{}, store.SessionFacts{First: &store.FirstPasskey{}}, Held{})
	may := MayAddPasskey(f, testPolicy())
	if !may.First || may.By.IdentityID != identity || may.By.RecoveredAt != nil || len(may.By.Passkeys)+len(may.By.Factors) > 0 {
		t.Errorf("got %+v, want a first passkey that rests on no evidence", may)
	}
}

// A passkey is disowned without what it vouched for.
func TestWithoutAVoucher(t *testing.T) {
	app := vouchedRow(KindTOTP, "app", store.VouchedConfirmed, func(f *store.Factor) { f.VouchedBy = []uuid.UUID{phone} })
	session := began("password", Method{Name: KindTOTP, AAL: AAL2, CompletedAt: ago(time.Minute)})
	session.Level = AAL2
	f := read(t, session, Person{}, store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Factors: []store.Factor{app}},
		Held{changedHeld(KindTOTP, "app", 40*24*time.Hour)})
	if fresh, without := Decide(f, testPolicy()).Fresh(), Decide(Known{Facts: f}.Without(phone).Facts, testPolicy()).Fresh(); !fresh || without {
		t.Errorf("fresh: %t, without the passkey: %t", fresh, without)
	}
}

// So it is if the passkey is removed already, and if factors are read after that.
func TestWithoutARemovedVoucher(t *testing.T) {
	password := vouchedRow(KindPassword, "hash", store.VouchedConfirmed, func(f *store.Factor) { f.VouchedBy = []uuid.UUID{phone} })
	key := passkeyRow(func(p *store.Passkey) { p.ID, p.UVInitialized = uuid.New(), false })
	byKey := func(usedWith ...uuid.UUID) *store.StepUp {
		row := stepUp(false, 0)
		row.PasskeyID, row.UsedWith = key.ID, usedWith
		return row
	}
	held := Held{changedHeld(KindPassword, "hash", 40*24*time.Hour)}
	for name, row := range map[string]*store.StepUp{"asked about": byKey(), "recorded": byKey(password.ID)} {
		facts := store.SessionFacts{StepUp: row, Passkeys: []store.Passkey{key}, Factors: []store.Factor{password}, Removed: []uuid.UUID{phone}}
		if !Decide(read(t, began("password"), Person{}, facts, held), testPolicy()).Fresh() {
			t.Errorf("%s: not fresh", name)
		}
		r := testReader(facts)
		known, err := r.Read(t.Context(), inSession(began("password")), Person{})
		if err == nil {
			known, err = r.Hold(t.Context(), known.Without(phone), held)
		}
		if err != nil {
			t.Fatal(err)
		}
		if Decide(known.Facts, testPolicy()).Fresh() {
			t.Errorf("%s: fresh without the passkey", name)
		}
	}
}

// What a key allows by its user verification rests on all that initialised it, and on no more than that.
func TestRestsOnInitializers(t *testing.T) {
	q, key, unused := uuid.New(), uuid.New(), uuid.New()
	app, password, gone := uuid.New(), vouchedRow(KindPassword, "hash", store.VouchedFirstPasskey), uuid.New()
	initialized := func(id uuid.UUID, by ...uuid.UUID) store.Passkey {
		return passkeyRow(func(p *store.Passkey) { p.ID, p.UVInitialized, p.UVInitializedBy = id, true, by })
	}
	byKey := func(up *store.StepUp) *store.StepUp { up.PasskeyID = key; return up }
	for _, c := range []struct {
		name         string
		by           []uuid.UUID
		stepUp       *store.StepUp
		passkeys     []uuid.UUID
		factors      []uuid.UUID
		initializers []uuid.UUID
	}{
		{name: "a passkey", by: []uuid.UUID{q}, stepUp: byKey(stepUp(true, 0)), passkeys: []uuid.UUID{q, key}},
		{name: "a passkey and factors", by: []uuid.UUID{q, app, gone}, stepUp: byKey(stepUp(true, 0)), passkeys: []uuid.UUID{q, key}, initializers: []uuid.UUID{app, gone}},
		{name: "nothing", stepUp: byKey(stepUp(true, 0)), passkeys: []uuid.UUID{key}},
		{name: "not verified, next to the password", by: []uuid.UUID{q, app}, stepUp: byKey(stepUp(false, 0)), passkeys: []uuid.UUID{key}, factors: []uuid.UUID{password.ID}},
	} {
		rows := []store.Passkey{initialized(q), initialized(key, c.by...), initialized(unused, app)}
		facts := store.SessionFacts{StepUp: c.stepUp, Passkeys: rows, First: &store.FirstPasskey{}}
		var held Held
		if c.factors != nil {
			facts.Factors, held = []store.Factor{password}, Held{changedHeld(KindPassword, "hash", 40*24*time.Hour)}
		}
		f := read(t, began("password"), Person{}, facts, held)
		d := Decide(f, testPolicy())
		if !d.Fresh() || !slices.Equal(d.By.Passkeys, c.passkeys) || !slices.Equal(d.By.Factors, c.factors) || !slices.Equal(d.By.Initializers, c.initializers) {
			t.Errorf("%s: fresh %t by %+v", c.name, d.Fresh(), d.By)
		}
		if c.by != nil && c.factors == nil && Decide(Known{Facts: f}.Without(q).Facts, testPolicy()).Fresh() {
			t.Errorf("%s: fresh without the passkey that initialised the key", c.name)
		}
	}
}
