package people

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/policy"
	"latchkey/standing"
)

// Preview compares two policies.
type Preview struct {
	Identities int64            `json:"identities"`
	Now        map[string]int64 `json:"now"`     // identities by effect
	Changed    map[string]int64 `json:"changed"` // likewise, with the other policy
	// Later has both once all deadlines and grace periods have passed, if users set up nothing until then.
	Later   LaterEffects `json:"later"`
	Changes []Change     `json:"changes"` // those whose effect differs
	// Profiles are the users whose new passkeys must meet each profile of authenticators, by its name; "": any will do.
	Profiles map[string]Profiles `json:"profiles"`
	// PasskeyLogins is null if logins by passkey create no session at Kratos.
	PasskeyLogins *PasskeyLogins `json:"passkey_logins"`
	// ByKratos reports that Kratos was asked for all identities, since a rule needs to know them. Otherwise those who have
	// set up nothing are counted only, and if Uncounted, not even that.
	ByKratos  bool `json:"by_kratos"`
	Uncounted bool `json:"uncounted"`
	// Gone are by how many the identities exceed those at Kratos: so many at least were deleted there, and that has not been noticed.
	Gone int64 `json:"gone"`
	// Unread are the identities whose record at Kratos is too long to read: they are not counted, and Latchkey answers them 500.
	Unread []uuid.UUID `json:"unread"`
	// NotCompared are the settings that differ and are not compared. Preview leaves them to its caller, which knows both configurations,
	// and so it does Overridden: the settings of which the value in the changed file does not count, since the environment sets them.
	NotCompared []string `json:"not_compared"`
	Overridden  []string `json:"overridden"`
}

// LaterEffects are identities by effect, with the policy in force and with the other.
type LaterEffects struct {
	Now     map[string]int64 `json:"now"`
	Changed map[string]int64 `json:"changed"`
}

// Profiles are the users of a profile, now and with the other policy.
type Profiles struct {
	Now     int64 `json:"now"`
	Changed int64 `json:"changed"`
}

// Change is a number of identities whose effect differs in the same way.
type Change struct {
	From     string      `json:"from"`
	To       string      `json:"to"`
	Count    int64       `json:"count"`
	Examples []uuid.UUID `json:"examples"` // the first few, by ID
}

func byID(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }

// less compares changes by the effects in their order.
func less(a, b Change) int {
	return cmp.Or(slices.Index(Effects, a.From)-slices.Index(Effects, b.From), slices.Index(Effects, a.To)-slices.Index(Effects, b.To))
}

const (
	previewPage     = 2000 // identities that are read at once
	previewReaders  = 4    // pages at the same time
	previewExamples = 5
)

// Preview says what another configuration would change, for all identities, without those that Kratos lists as deactivated. Factors at Kratos are those that Latchkey has seen. It
// writes nothing. progress is called with the number of identities so far, and about how many there are; 0: that is unknown. Errors: fault.ErrStoreUnavailable, fault.ErrKratosUnavailable,
// and the cause of the context if that ends.
func (s *Service) Preview(ctx context.Context, changed Compared, progress func(done, about int64)) (*Preview, error) {
	p := &Preview{Now: map[string]int64{}, Changed: map[string]int64{}, Later: LaterEffects{map[string]int64{}, map[string]int64{}}, Changes: []Change{}, Profiles: map[string]Profiles{}, Unread: []uuid.UUID{}, NotCompared: []string{}, Overridden: []string{}}
	if s.policy.Provider != "" {
		p.PasskeyLogins = &PasskeyLogins{}
	}
	list, now := s.visitHeld, s.cfg.Now()
	if p.ByKratos = s.inForce().needIdentity(now) || changed.needIdentity(now); p.ByKratos {
		list = s.cfg.WalkIdentities
	}
	total, known := s.count(ctx)
	if err := s.compare(ctx, p, list, changed, func() { progress(p.Identities, total) }); err != nil {
		return nil, err
	}
	defer func() { slices.SortFunc(p.Changes, less) }() // pages are decided about in any order
	if p.ByKratos {
		return p, nil
	}
	p.Uncounted = !known
	others := total - p.Identities
	if known {
		p.Gone = max(0, -others)
	}
	if known && others > 0 {
		nothing := s.pairOf(account.Identity{}, changed)
		s.decide(&nothing, changed, account.Identity{}, assurance.Known{Facts: assurance.Facts{Now: now}})
		p.add(nothing, others)
	}
	return p, nil
}

// count returns how many identities Kratos has; known is false if it does not say, or cannot be asked: a preview of those who have set up
// something here is better than none.
func (s *Service) count(ctx context.Context) (n int64, known bool) {
	if s.cfg.CountIdentities == nil {
		return 0, false
	}
	n, known, err := s.cfg.CountIdentities(ctx)
	if err != nil || !known {
		return 0, false
	}
	return n, true
}

// compare reads and decides about a few pages of identities at the same time, while the next ones are listed.
func (s *Service) compare(
	ctx context.Context, p *Preview, list func(context.Context, func([]account.Identity) error) ([]uuid.UUID, error), changed Compared, progress func(),
) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	pages := make(chan []account.Identity)
	var readers sync.WaitGroup
	var adding sync.Mutex
	for range previewReaders {
		readers.Go(func() {
			for page := range pages {
				pairs, err := s.effectsOf(ctx, page, changed)
				if err != nil {
					stop(err)
					return
				}
				adding.Lock()
				for i, pair := range pairs {
					p.add(pair, 1, page[i].ID)
				}
				progress()
				adding.Unlock()
			}
		})
	}
	unread, err := list(ctx, func(page []account.Identity) error {
		active := slices.DeleteFunc(slices.Clone(page), func(one account.Identity) bool { return !one.Active })
		select {
		case pages <- active:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	close(pages)
	readers.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	p.Unread = append(p.Unread, unread...)
	return err
}

// visitHeld visits the identities of which something is stored, apart from those that are missing at Kratos.
func (s *Service) visitHeld(ctx context.Context, visit func([]account.Identity) error) ([]uuid.UUID, error) {
	for after := uuid.Nil; ; {
		held, err := s.store.HeldIDs(ctx, after, previewPage)
		if err != nil {
			return nil, fault.OfStore(err)
		}
		if len(held) == 0 {
			return nil, nil
		}
		page := make([]account.Identity, len(held))
		for i, id := range held {
			page[i] = account.Identity{ID: id, Active: true}
		}
		if err := visit(page); err != nil {
			return nil, err
		}
		after = held[len(held)-1]
	}
}

// pair is what the configuration in force, and the other, say of a user.
type pair struct{ now, changed foreseen }

// pairOf has the terms of a user, and no effect.
func (s *Service) pairOf(one account.Identity, changed Compared) pair {
	who, now := one.Subject(), s.cfg.Now()
	nothing := func(rules *policy.Rules) foreseen {
		return foreseen{terms: rules.For(who, now), once: rules.Once(who), effect: EffectNone, later: EffectNone}
	}
	return pair{nothing(s.cfg.Rules), nothing(changed.Rules)}
}

// effectsOf reads what is stored of several identities, and decides.
func (s *Service) effectsOf(ctx context.Context, page []account.Identity, changed Compared) ([]pair, error) {
	pairs := make([]pair, len(page))
	var asked []account.Identity
	var places []int
	for i, one := range page {
		pairs[i] = s.pairOf(one, changed)
		if s.policy.Provider != "" || s.inForce().asks(pairs[i].now.terms) || changed.asks(pairs[i].changed.terms) {
			asked, places = append(asked, one), append(places, i)
		}
	}
	if len(asked) == 0 {
		return pairs, nil
	}
	known, err := standing.LastSeen(ctx, s.standing, asked)
	if err != nil {
		return nil, err
	}
	for n, i := range places {
		s.decide(&pairs[i], changed, asked[n], known[n])
	}
	return pairs, nil
}

func (s *Service) decide(p *pair, changed Compared, identity account.Identity, known assurance.Known) {
	s.inForce().decide(&p.now, s.policy, identity, known)
	changed.decide(&p.changed, s.policy, identity, known)
}

// decide adds what happens to a user. p is the policy in force.
func (c Compared) decide(into *foreseen, p assurance.Policy, identity account.Identity, known assurance.Known) {
	p = c.over(p)
	codes, began := 0, graces{}
	if second := known.SecondWay; second != nil {
		began = graces{second.FirstGraceBegan, second.GraceBegan}
		if c.RecoveryCodes && !identity.HasRole() {
			codes = second.Codes
		}
	}
	login, outlook := c.nextLogin(p, known, into.terms, codes, began)
	into.effect, into.login = login.effect(), outlook.passkeyLogin(p)
	login, _ = c.nextLogin(p, known, into.once, codes, began)
	into.later = login.effect()
}

// effect returns what happens after a login with the first factor, and then with the passkey if there is one.
func (l NextLogin) effect() string {
	last := l.FirstFactor
	if l.Passkey != nil {
		last = *l.Passkey
	}
	switch {
	case last.Refused && last.Next == assurance.NextEnrol:
		return EffectRefused
	case l.FirstFactor.Refused || l.Gate:
		return EffectStepUp
	case last.Asked:
		return EffectAsked
	}
	return EffectNone
}

func (p *Preview) profile(name string, now, changed int64) {
	counted := p.Profiles[name]
	p.Profiles[name] = Profiles{counted.Now + now, counted.Changed + changed}
}

// add counts identities with the same effects.
func (p *Preview) add(effects pair, count int64, examples ...uuid.UUID) {
	p.Identities += count
	now, changed := effects.now, effects.changed
	p.Now[now.effect] += count
	p.Changed[changed.effect] += count
	p.Later.Now[now.later] += count
	p.Later.Changed[changed.later] += count
	p.profile(now.terms.Authenticators, count, 0)
	p.profile(changed.terms.Authenticators, 0, count)
	if p.PasskeyLogins != nil {
		p.PasskeyLogins.add(now.login, changed.login, count)
	}
	if now.effect == changed.effect {
		return
	}
	for i := range p.Changes {
		if one := &p.Changes[i]; one.From == now.effect && one.To == changed.effect {
			one.Count += count
			one.Examples = append(one.Examples, examples...)
			slices.SortFunc(one.Examples, byID)
			one.Examples = one.Examples[:min(len(one.Examples), previewExamples)]
			return
		}
	}
	p.Changes = append(p.Changes, Change{now.effect, changed.effect, count, append([]uuid.UUID{}, examples...)})
}
