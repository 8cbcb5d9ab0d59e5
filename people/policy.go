package people

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/policy"
	"latchkey/standing"
)

// PolicyOf explains which settings apply to a user, and to what effect.
type PolicyOf struct {
	IdentityID uuid.UUID `json:"identity_id"`
	// Active: if not, Kratos does not let the user sign in, and /v1/authz refuses sessions that are left as identity_inactive.
	Active   bool      `json:"active"`
	Rule     *string   `json:"rule"`  // which rule applies; null: the plain settings
	Rules    []Verdict `json:"rules"` // all rules, in their order
	Requires Requires  `json:"requires"`
	Profile  *Profile  `json:"profile"` // Requires.Authenticators; null: none
	Has      Has       `json:"has"`
	// NextLogin is what happens if the user signs in now.
	NextLogin NextLogin `json:"next_login"`
}

// Verdict says whether a rule applies.
type Verdict struct {
	Rule    string `json:"rule"`
	Applies bool   `json:"applies"`
	// Because is why it does not: schema, role, organization, metadata.… (the condition that is not met), percent (the user is not
	// among them) or earlier_rule.
	Because string `json:"because,omitempty"`
}

// Requires are the settings that apply now. Durations are in seconds.
type Requires struct {
	Level        string `json:"required"`
	SecondFactor string `json:"second_factor"`
	Grace        int64  `json:"grace"`
	Freshness    int64  `json:"freshness"`
	MaxPasskeys  int    `json:"max_passkeys"`
	// Authenticators is the profile that a new passkey must meet; null: none.
	Authenticators *string    `json:"authenticators"`
	Deadline       *time.Time `json:"deadline"` // when Later applies instead; null: that is not to come
	Later          *Later     `json:"from_deadline"`
}

// Later are the settings from the deadline on.
type Later struct {
	Level        string `json:"required"`
	SecondFactor string `json:"second_factor"`
	Grace        int64  `json:"grace"`
}

// Has is what the user has set up.
type Has struct {
	Passkeys int      `json:"passkeys"` // that can be used
	Factors  []string `json:"factors"`  // kinds of the second factors at Kratos
	// Unclear are kinds that Kratos may take as a second factor: it says so only to a session of the user. Those that it took when the user was last here are in Factors; the others count for nothing.
	Unclear        []string `json:"unclear"`
	RecoveryCodes  int      `json:"recovery_codes"`
	LacksSecondWay bool     `json:"lacks_second_way"` // one passkey, and no other way to sign in
}

// NextLogin is what happens after each kind of login.
type NextLogin struct {
	// Gate reports that the login gate lets the user in with the passkey only.
	Gate bool `json:"login_gate"`
	// FirstFactor is after a login at Kratos, such as by password; Passkey after the passkey was used too, null if none can be.
	FirstFactor Outcome  `json:"first_factor"`
	Passkey     *Outcome `json:"passkey"`
	// PasskeyLogin is after a login with the passkey alone; null if none can be used for it, or if that creates no session at Kratos.
	PasskeyLogin *Outcome `json:"passkey_login"`
	// KratosMayDemand are kinds of factors, one of which must be used at Kratos before any of this, if Kratos demands it of all sessions.
	KratosMayDemand []string `json:"kratos_may_demand"`
}

// Outcome is what a session may do, as GET /v1/session and /v1/authz say it.
type Outcome struct {
	Refused    bool       `json:"refused"` // by /v1/authz
	Next       string     `json:"next"`
	NextReason string     `json:"next_reason,omitempty"`
	GraceUntil *time.Time `json:"grace_until"`
	Asked      bool       `json:"asked"` // the set-up page asks for something that is not required yet
	// Level is what the session reaches: assurance.AAL1 or assurance.AAL2.
	Level string `json:"level"`
	// Registration is what a registration of a passkey needs first: NeedLimit, NeedActivation, an assurance.Need, or empty.
	Registration string `json:"registration"`
}

// The values of Outcome.Registration besides those of assurance.Need.
const (
	NeedLimit      = "limit"      // the user has as many passkeys as the rule allows
	NeedActivation = "activation" // the identity is not active
)

// PolicyOf explains the settings of a user, by the functions that decide. Errors: fault.ErrIdentityNotFound.
func (s *Service) PolicyOf(ctx context.Context, id uuid.UUID) (*PolicyOf, error) {
	identity, held, err := s.identities.Holdings(ctx, id, noSession)
	if err != nil {
		return nil, err
	}
	known, err := s.standing.HeldBy(ctx, identity, held)
	if err != nil {
		return nil, err
	}
	known, unclear := known.SettleUnsure()
	codes, err := standing.OwnCodes(ctx, s.standing, identity)
	if err != nil {
		return nil, err
	}
	stored, err := s.store.Holdings(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	who, now := identity.Subject(), s.cfg.Now()
	terms := s.cfg.Rules.For(who, now)
	login, outlook := s.inForce().nextLogin(s.policy, known, terms, codes, graces{stored.GraceBegan, stored.SecondGraceBegan})
	login.FirstFactor.may(outlook.afterFirst, s.policy, terms)
	login.Passkey.may(outlook.afterPasskey, s.policy, terms)
	login.PasskeyLogin.may(outlook.afterLogin, s.policy, terms)
	login.KratosMayDemand = kratosMayDemand(known.Facts)
	if !identity.Active {
		login.refuse()
	}
	view := &PolicyOf{
		IdentityID: id, Active: identity.Active, Rules: []Verdict{}, Requires: requires(terms), Has: s.has(known, codes, unclear),
		NextLogin: login,
	}
	if view.Profile, err = s.profile(terms.Authenticators, known); err != nil {
		return nil, err
	}
	for _, one := range s.cfg.Rules.Verdicts(who) {
		view.Rules = append(view.Rules, Verdict{one.Rule, one.Because == "", one.Because})
	}
	if terms.Rule != "" {
		view.Rule = &terms.Rule
	}
	return view, nil
}

// noSession is the answer to whether Kratos takes mailed codes as a second factor: it says so only to a session.
func noSession(context.Context) (bool, error) {
	return false, errors.New("there is no session to ask Kratos about")
}

// nextLogin decides about a login with the first factor, about the use of the passkey after it, and about a login with the passkey.
func (c Compared) nextLogin(p assurance.Policy, known assurance.Known, terms policy.Terms, codes int, began graces) (NextLogin, outlook) {
	lacks := known.LacksSecondWay(p, codes)
	outlook := outlookOf(known, p, terms, lacks)
	after := func(required *assurance.Requirement) *Outcome {
		if required == nil {
			return nil
		}
		outcome := outcomeOf(*required, terms, began, known.Now, lacks)
		return &outcome
	}
	return NextLogin{
		Gate: c.LoginGate && p.AnyUsable(known.Rows), FirstFactor: *after(&outlook.first), Passkey: after(outlook.passkey), PasskeyLogin: after(outlook.login),
	}, outlook
}

// refuse has everything refused, as sessions of an inactive identity are.
func (l *NextLogin) refuse() {
	refused := Outcome{Refused: true, Next: assurance.NextNone, Level: assurance.AAL1, Registration: NeedActivation}
	for _, one := range []*Outcome{&l.FirstFactor, l.Passkey, l.PasskeyLogin} {
		if one != nil {
			*one = refused
		}
	}
}

// may adds which level the session reaches, and what a registration in it needs. There may be no outcome.
func (o *Outcome) may(f assurance.Facts, p assurance.Policy, terms policy.Terms) {
	if o != nil {
		o.Level, o.Registration = assurance.LevelOf(f, p), registration(f, p, terms)
	}
}

// registration returns what a registration in a session needs first, as Outcome.Registration.
func registration(f assurance.Facts, p assurance.Policy, terms policy.Terms) string {
	if need := assurance.MayAddPasskey(f, p).Need; need != assurance.NeedNothing {
		return string(need)
	}
	if f.Counting() >= terms.MaxPasskeys {
		return NeedLimit
	}
	return ""
}

func requires(terms policy.Terms) Requires {
	r := Requires{
		Level: terms.Required, SecondFactor: terms.SecondFactor, Grace: int64(terms.Grace.Seconds()),
		Freshness: int64(terms.Freshness.Seconds()), MaxPasskeys: terms.MaxPasskeys,
	}
	if terms.Authenticators != "" {
		r.Authenticators = &terms.Authenticators
	}
	if !terms.Deadline.IsZero() {
		r.Deadline, r.Later = &terms.Deadline, &Later{terms.Later.Required, terms.Later.SecondFactor, int64(terms.Later.Grace.Seconds())}
	}
	return r
}

func (s *Service) has(known assurance.Known, codes int, unclear []string) Has {
	has := Has{Factors: []string{}, Unclear: append([]string{}, unclear...), RecoveryCodes: codes, LacksSecondWay: known.LacksSecondWay(s.policy, codes)}
	for _, one := range known.Passkeys {
		if one.Usable {
			has.Passkeys++
		}
	}
	for _, one := range known.Factors {
		has.Factors = append(has.Factors, one.Kind)
	}
	return has
}

func outcomeOf(d assurance.Requirement, terms policy.Terms, began graces, now time.Time, lacksSecondWay bool) Outcome {
	until := began.until(d, terms, now)
	outcome := Outcome{Refused: d.Next != assurance.NextNone && until == nil, Next: d.Next, GraceUntil: until}
	if d.SecondWay {
		outcome.NextReason = standing.NextReasonSecondFactor
	}
	outcome.Asked = until != nil || d.Later || d.Next == assurance.NextNone && lacksSecondWay && terms.SecondFactor != policy.SecondFactorNone
	return outcome
}
