// Package policy owns which settings of `policy` apply to whom: an ordered list of rules, of which the first that
// matches an identity applies, and the plain settings for all others. It is pure: no I/O, no clock.
//
// It leaves it to its callers what a setting means, and does not check settings; package config does.
package policy

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// The values of Terms.Required: the level that a session must have.
const (
	RequiredNone             = "none"
	RequiredHighestAvailable = "highest_available" // aal2 for users with a second factor, here or at Kratos
	RequiredAAL2             = "aal2"              // for all users
)

// The values of Terms.SecondFactor: whether a user who has a passkey needs a second way in.
const (
	SecondFactorNone       = "none"
	SecondFactorEncouraged = "encouraged" // pages offer it in each session, and it can be put off
	SecondFactorRequired   = "required"   // after Terms.Grace
)

// Terms are the settings that apply to a user.
type Terms struct {
	Rule         string // the name of the rule; "" if no rule matches
	Required     string // RequiredNone, RequiredHighestAvailable or RequiredAAL2
	SecondFactor string // SecondFactorNone, SecondFactorEncouraged or SecondFactorRequired
	// Freshness is how long a session may add and remove passkeys after the use of one.
	Freshness time.Duration
	// Grace is how long a user who must enrol a factor may continue without one.
	Grace time.Duration
	// MaxPasskeys is how many passkeys the user may have.
	MaxPasskeys int
	// Authenticators is the name of the profile that new passkeys of the user must meet; "": none.
	Authenticators string
	// Deadline is from when Later applies; zero if that is not to come. Until then Required, SecondFactor and Grace are the plain settings,
	// except that a second factor that will be required is encouraged. The other settings do not wait: a profile is for new passkeys
	// only, so those that users set up before the deadline would never have to meet it.
	Deadline time.Time
	Later    Demands
}

// Demands are the settings by which sessions are refused.
type Demands struct {
	Required, SecondFactor string
	Grace                  time.Duration
}

// Rule has its own settings for those who match it. A setting that is nil is the plain one.
type Rule struct {
	Name           string
	When           When
	Percent        int // of those who match, 0 to 100: for the others, the next rules count
	Required       *string
	SecondFactor   *string
	Freshness      *time.Duration
	Grace          *time.Duration
	MaxPasskeys    *int
	Authenticators *string
	Deadline       time.Time // Terms.Deadline; zero: none
}

// Rules are all rules, with the plain settings as the last one. They are safe for concurrent use.
type Rules struct {
	plain Terms
	list  []Rule
}

// New returns rules. plain has the settings of those whom no rule matches.
func New(plain Terms, list ...Rule) *Rules {
	plain.Rule = ""
	return &Rules{plain, list}
}

// Plain returns the settings of those whom no rule matches.
func (r *Rules) Plain() Terms { return r.plain }

// NeedIdentity reports whether a rule depends on who the user is.
func (r *Rules) NeedIdentity() bool {
	return slices.ContainsFunc(r.list, func(rule Rule) bool { return !rule.When.Any() || rule.Percent > 0 && rule.Percent < 100 })
}

// Grace returns the grace period of all users; false: it is not the same for all.
func (r *Rules) Grace() (grace time.Duration, same bool) {
	for _, rule := range r.list {
		if rule.Grace != nil && *rule.Grace != r.plain.Grace {
			return 0, false
		}
	}
	return r.plain.Grace, true
}

// For returns the settings for a user.
func (r *Rules) For(who Subject, now time.Time) Terms {
	if len(r.list) == 0 {
		return r.plain
	}
	known := of(who)
	for _, rule := range r.list {
		if rule.fails(known) == "" {
			return rule.terms(r.plain, now)
		}
	}
	return r.plain
}

// Once returns the settings for a user once all deadlines have passed, and any grace period.
func (r *Rules) Once(who Subject) Terms {
	terms := r.For(who, endOfTime)
	terms.Grace = 0
	return terms
}

// endOfTime is after each deadline: RFC 3339 has four digits for a year.
var endOfTime = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)

// The values of Verdict.Because, besides the conditions of When.misses.
const (
	BecausePercent = "percent"      // the user is not among those to whom the rule applies
	BecauseEarlier = "earlier_rule" // an earlier rule applies
)

// Verdict says whether a rule applies to a user.
type Verdict struct {
	Rule    string
	Because string // why it does not; "" if it does
}

// Verdicts returns why each rule applies to a user or not, in their order. None applies if the plain settings do.
func (r *Rules) Verdicts(who Subject) []Verdict {
	var list []Verdict
	known, applied := of(who), false
	for _, rule := range r.list {
		because := BecauseEarlier
		if !applied {
			because = rule.fails(known)
			applied = because == ""
		}
		list = append(list, Verdict{rule.Name, because})
	}
	return list
}

// fails returns why the rule does not apply to a user, or "".
func (rule Rule) fails(who known) string {
	if condition := rule.When.misses(who); condition != "" {
		return condition
	}
	if !rule.includes(who.ID) {
		return BecausePercent
	}
	return ""
}

// Over returns the settings of a rule, as they are once its deadline has passed.
func (rule Rule) Over(plain Terms) Terms {
	terms := plain
	terms.Rule = rule.Name
	set(&terms.Required, rule.Required)
	set(&terms.SecondFactor, rule.SecondFactor)
	set(&terms.Freshness, rule.Freshness)
	set(&terms.Grace, rule.Grace)
	set(&terms.MaxPasskeys, rule.MaxPasskeys)
	set(&terms.Authenticators, rule.Authenticators)
	return terms
}

// terms returns the settings of a rule now.
func (rule Rule) terms(plain Terms, now time.Time) Terms {
	terms := rule.Over(plain)
	if now.Before(rule.Deadline) {
		terms.Deadline, terms.Later = rule.Deadline, Demands{terms.Required, terms.SecondFactor, terms.Grace}
		terms.Required, terms.SecondFactor, terms.Grace = plain.Required, plain.SecondFactor, plain.Grace
		if terms.SecondFactor == SecondFactorNone && terms.Later.SecondFactor != SecondFactorNone {
			terms.SecondFactor = SecondFactorEncouraged
		}
	}
	return terms
}

func set[T any](into, own *T) {
	if own != nil {
		*into = *own
	}
}

// includes reports whether a user who matches is among the percentage to which the rule applies.
func (rule Rule) includes(id uuid.UUID) bool { return share(rule.Name, id) < rule.Percent }
