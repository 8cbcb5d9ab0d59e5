package assurance

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// TestFirstPasskey: without a passkey, the factors at Kratos decide.
func TestFirstPasskey(t *testing.T) {
	password := Session{Level: AAL1, AuthenticatedAt: ago(time.Minute), Methods: []Method{{Name: "password", AAL: AAL1, CompletedAt: ago(time.Minute)}}}
	old := Session{Level: AAL1, AuthenticatedAt: ago(25 * time.Hour), Methods: []Method{{Name: "password", AAL: AAL1, CompletedAt: ago(25 * time.Hour)}}}
	withFactor := func(kind string) Session {
		s := password
		s.Level = AAL2
		s.Methods = append(slices.Clone(s.Methods), Method{Name: kind, AAL: AAL2, CompletedAt: ago(time.Minute)})
		return s
	}
	gone := func(kind string, since time.Duration) []store.Factor {
		return []store.Factor{{ID: uuid.New(), Kind: kind, Fingerprint: [32]byte{1}, FirstSeenAt: ago(90 * 24 * time.Hour), GoneAt: at(since)}}
	}
	contested := store.SessionFacts{Passkeys: []store.Passkey{passkeyRow(func(p *store.Passkey) {
		p.SuspendedAt, p.SuspendedFor = at(time.Hour), store.SuspendedForVerification
	})}}
	granted := contested
	granted.Recovery = grant("code")
	type aCase struct {
		name     string
		session  Session
		who      Person
		rows     store.SessionFacts
		held     Held
		edit     func(*Policy)
		recovery bool // the session is the owner's recovery
		want     Permission
	}
	cases := []aCase{
		{name: "password alone", session: password, want: Permission{First: true}},
		{name: "session too old", session: old, want: Permission{Need: NeedSignIn}},
		{name: "any age allowed", session: old, edit: func(p *Policy) { p.FirstPasskeyWithin = 0 }, want: Permission{First: true}},
		{name: "address not verified", session: password, edit: func(p *Policy) { p.FirstPasskeyNeedsAddress = true }, want: Permission{Need: NeedVerifiedAddress}},
		{name: "address verified", session: password, who: Person{VerifiedAddress: true}, edit: func(p *Policy) { p.FirstPasskeyNeedsAddress = true }, want: Permission{First: true}},
		{name: "a factor seen and gone, a minute ago", session: password, rows: store.SessionFacts{Factors: gone(KindTOTP, time.Minute)}, want: Permission{Need: NeedFresh}},
		{name: "a factor seen and found gone now", session: password, rows: store.SessionFacts{Factors: []store.Factor{{ID: uuid.New(), Kind: KindTOTP, FirstSeenAt: ago(time.Hour)}}}, want: Permission{Need: NeedFresh}},
		{name: "a factor gone for two days", session: password, rows: store.SessionFacts{Factors: gone(KindTOTP, 48*time.Hour)}, want: Permission{First: true}},
		{name: "gone, and another took its place", session: withFactor(KindTOTP), rows: store.SessionFacts{Factors: gone(KindTOTP, time.Minute)}, held: Held{{Kind: KindTOTP, Material: NewMaterial("new")}}, want: Permission{Need: NeedFresh}},
		{name: "a suspended passkey counts", session: password, rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow(func(p *store.Passkey) { p.SuspendedAt = at(time.Hour) })}}, want: Permission{Need: NeedFresh}},
		{name: "one that a recovery suspended does not, in the owner's recovery", session: password, rows: contested, recovery: true, want: Permission{First: true}},
		{name: "the password, which another person knows", session: password, rows: contested, want: Permission{Need: NeedSupport}},
		{name: "the password and a factor enrolled by it", session: withFactor(KindTOTP), rows: contested, held: Held{{Kind: KindTOTP, Material: NewMaterial("new")}}, want: Permission{Need: NeedSupport}},
		{name: "the owner's recovery, beside a factor of the other person's", session: password, rows: contested, held: Held{{Kind: KindTOTP, Material: NewMaterial("new")}}, recovery: true, want: Permission{First: true}},
		{name: "the owner's recovery, after that factor was removed", session: password, recovery: true, want: Permission{First: true},
			rows: store.SessionFacts{Passkeys: contested.Passkeys, Factors: gone(KindTOTP, time.Minute)}},
		{name: "a role: the owner's recovery, and a factor older than admin.passkey_age", session: withFactor(KindTOTP), who: Person{Role: true}, recovery: true, held: Held{{Kind: KindTOTP, Material: NewMaterial("old")}},
			rows: store.SessionFacts{Passkeys: contested.Passkeys, Factors: []store.Factor{seen(KindTOTP, "old", 25*time.Hour)}}, want: Permission{Need: NeedEnrolmentCode}},
		{name: "a code from support", session: password, rows: granted, want: Permission{ByGrant: true}},
		{name: "a role: the password, which another person knows", session: password, who: Person{Role: true}, rows: contested, want: Permission{Need: NeedEnrolmentCode}},
		{name: "an enrolment grant", session: old, rows: store.SessionFacts{Recovery: grant("code")}, want: Permission{ByGrant: true}},
		{name: "a role: the password never suffices", session: password, who: Person{Role: true}, want: Permission{Need: NeedEnrolmentCode}},
		{name: "a role: nor a factor enrolled just now", session: withFactor(KindTOTP), who: Person{Role: true}, held: Held{{Kind: KindTOTP, Material: NewMaterial("new")}}, want: Permission{Need: NeedEnrolmentCode}},
		{name: "a role: a recovery code is not for them", session: password, who: Person{Role: true}, rows: store.SessionFacts{Recovery: grant("code")}, want: Permission{Need: NeedEnrolmentCode}},
		{name: "a role: an enrolment code", session: password, who: Person{Role: true}, rows: store.SessionFacts{Recovery: grant("enrolment")}, want: Permission{ByGrant: true}},
		{name: "a role: a factor older than admin.passkey_age", session: withFactor(KindTOTP), who: Person{Role: true}, held: Held{{Kind: KindTOTP, Material: NewMaterial("old")}},
			rows: store.SessionFacts{Factors: []store.Factor{seen(KindTOTP, "old", 25*time.Hour)}}, want: Permission{}},
		{name: "a role: such a factor, not used", session: password, who: Person{Role: true}, held: Held{{Kind: KindTOTP, Material: NewMaterial("old")}},
			rows: store.SessionFacts{Factors: []store.Factor{seen(KindTOTP, "old", 25*time.Hour)}}, want: Permission{Need: NeedFresh}},
	}
	own := began(KindPasskey, Method{Name: "password", AAL: AAL1, CompletedAt: ago(time.Minute)})
	cases = append(cases,
		aCase{name: "a role: a passkey of Kratos' own, perhaps one that was added with the password and is removed already", session: own, who: Person{Role: true},
			held: Held{{Kind: KindPasskey, Material: NewMaterial("x")}}, rows: store.SessionFacts{Factors: []store.Factor{seen(KindPasskey, "x", 48*time.Hour)}},
			want: Permission{Need: NeedEnrolmentCode}},
		aCase{name: "Kratos' own passkey used beside the password", session: own, held: Held{{Kind: KindPasskey, Material: NewMaterial("x")}}, want: Permission{First: true}},
		aCase{name: "Kratos' own passkey after the password, which may have enrolled it", session: began("password", Method{Name: KindPasskey, AAL: AAL1, CompletedAt: ago(time.Minute)}),
			held: Held{{Kind: KindPasskey, Material: NewMaterial("x")}}, want: Permission{Need: NeedFresh}},
		aCase{name: "a disowned one, kept at Kratos, does not count", session: own, held: Held{{Kind: KindPasskey, Material: NewMaterial("x")}},
			rows: store.SessionFacts{Factors: []store.Factor{disowned(seen(KindPasskey, "x", 48*time.Hour))}}, want: Permission{First: true}},
		aCase{name: "Kratos' own passkey alone", session: Session{Level: AAL1, AuthenticatedAt: ago(time.Minute), Methods: own.Methods[:1]},
			held: Held{{Kind: KindPasskey, Material: NewMaterial("x")}}, want: Permission{First: true}},
		aCase{name: "Kratos' own passkey alone, beside an authenticator app", session: Session{Level: AAL1, AuthenticatedAt: ago(time.Minute), Methods: own.Methods[:1]},
			held: Held{{Kind: KindPasskey, Material: NewMaterial("x")}, {Kind: KindTOTP, Material: NewMaterial("y")}}, want: Permission{Need: NeedFresh}})
	for _, kind := range kinds {
		cases = append(cases,
			aCase{name: kind + " held, password alone", session: password, held: Held{{Kind: kind, Material: NewMaterial("x")}}, want: Permission{Need: NeedFresh}},
			aCase{name: kind + " held and used: Kratos' word", session: withFactor(kind), held: Held{{Kind: kind, Material: NewMaterial("x")}}, want: Permission{}})
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := testPolicy()
			if c.edit != nil {
				c.edit(&p)
			}
			f := read(t, c.session, c.who, c.rows, c.held)
			f.OwnersRecovery = c.recovery
			got := MayAddPasskey(f, p)
			if got.By = (store.Evidence{}); !reflect.DeepEqual(got, c.want) { // TestRestsOnFactors checks By
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}
