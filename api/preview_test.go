package api_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/authenticator"
	"latchkey/people"
	policies "latchkey/policy"
	"latchkey/rules"
)

// walk visits all identities, two at a time, as Kratos lists them.
func (k *fakeKratos) walk(_ context.Context, visit func([]account.Identity) error) (tooLong []uuid.UUID, err error) {
	k.mu.Lock()
	var all []account.Identity
	for _, one := range k.identities {
		all = append(all, one.Identity)
	}
	k.mu.Unlock()
	for len(all) > 0 {
		n := min(2, len(all))
		if err := visit(all[:n]); err != nil {
			return nil, err
		}
		all = all[n:]
	}
	return nil, nil
}

func (k *fakeKratos) count(context.Context) (n int64, known bool, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return int64(len(k.identities)), true, nil
}

// byKratos has Kratos list and count its identities.
func byKratos(h *harness) {
	h.rules.WalkIdentities, h.rules.CountIdentities = h.kratos.walk, h.kratos.count
}

// effect is what really happens to a user who signs in now, in the terms of the preview.
func (p *person) effect(h *harness, used func(*person)) string {
	status := func(p *person) (int, string) {
		got := p.send("GET", "/v1/authz", "", nil)
		if got.status == 200 {
			return 200, ""
		}
		return got.status, got.object()["code"].(string)
	}
	again := h.signIn(p.id, p.email)
	again.becomes(h, inFinance)
	first, _ := status(again)
	used(again)
	last, code := status(again)
	now := again.standing()
	lacks := len(now.SecondWays) > 0 && len(now.Factors) > 0 && now.SecondFactor != "none"
	switch {
	case last == 403 && code == "enrolment_required":
		return people.EffectRefused
	case first == 403:
		return people.EffectStepUp
	case now.GraceUntil != nil || now.Deadline != nil || lacks && now.Next == "none" && now.hasPasskey():
		return people.EffectAsked
	}
	return people.EffectNone
}

func (s sessionState) hasPasskey() bool {
	for _, one := range s.Factors {
		if one.HeldBy == "latchkey" {
			return true
		}
	}
	return false
}

// The preview counts what happens to the same people once the changed rules are in force.
func TestPreviewIsWhatHappens(t *testing.T) {
	t.Parallel()
	finance := policies.When{Metadata: []policies.Member{{Path: "hr.unit", Values: []string{"finance"}}}}
	for name, rule := range map[string]policies.Rule{
		"aal2 with grace":   {Required: is("aal2"), Grace: is(2 * time.Hour)},
		"aal2 at once":      {Required: is("aal2"), Grace: is(time.Duration(0))},
		"highest available": {Required: is("highest_available"), SecondFactor: is("encouraged")},
		"two ways":          {Required: is("aal2"), SecondFactor: is("required"), Grace: is(time.Duration(0))},
		"second way":        {SecondFactor: is("required"), Grace: is(2 * time.Hour)},
		"later":             {Required: is("aal2"), SecondFactor: is("required"), Deadline: time.Now().Add(1000 * time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rule.Name, rule.Percent, rule.When = "staff", 100, finance
			h := newHarness(t, byKratos)
			var crew []*person
			var uses []func(*person)
			for _, one := range crowd {
				p := h.person(one.name)
				p.becomes(h, inFinance)
				key := one.setUp(h, p)
				p.standing() // so that what Kratos holds has been seen
				crew = append(crew, p)
				uses = append(uses, func(p *person) {
					if key != nil {
						p.stepUp(key).want(200)
					}
				})
			}
			h.person("in another department")
			gone := h.person("deactivated")
			gone.becomes(h, inFinance)
			h.kratos.change(gone.id, func(i *kratosIdentity) { i.Active = false })
			changed := h.rules
			changed.Rules = []policies.Rule{rule}
			other, err := rules.Compared(changed)
			if err != nil {
				t.Fatal(err)
			}
			before := h.written()
			done, about := int64(0), int64(0)
			got, err := h.service.People.Preview(t.Context(), other, func(n, of int64) { done, about = n, of })
			if err != nil {
				t.Fatal(err)
			}
			if after := h.written(); after != before {
				t.Errorf("the preview writes: %v, then %v", before, after)
			}
			replica := h.replica(func(h *harness) { h.rules = changed })
			want, by := map[string]int64{people.EffectNone: 1}, map[uuid.UUID]string{}
			for i, p := range crew {
				effect := p.effect(replica, uses[i])
				by[p.id] = effect
				want[effect]++
			}
			for _, effect := range people.Effects {
				if got.Changed[effect] != want[effect] {
					t.Errorf("%s: %d, and it happens to %d", effect, got.Changed[effect], want[effect])
				}
			}
			if done != got.Identities || about != got.Identities+1 { // and the deactivated one
				t.Errorf("%d of about %d were compared", done, about)
			}
			if got.Identities != int64(len(crew)+1) || got.Now[people.EffectNone] != got.Identities || !got.ByKratos {
				t.Errorf("%+v", got)
			}
			for _, change := range got.Changes {
				for _, id := range change.Examples {
					if by[id] != change.To {
						t.Errorf("%s is an example for %s, and gets %s", id, change.To, by[id])
					}
				}
			}
		})
	}
}

// Without conditions, Kratos is asked for a number only.
func TestPreviewWithoutKratos(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) {
		h.rules.CountIdentities = func(context.Context) (int64, bool, error) { return 7, true, nil }
	})
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	changed := h.rules
	changed.Required = "aal2"
	changed.Profiles, changed.Profile = []authenticator.Profile{{Name: "staff", UserVerification: true}}, "staff"
	other, err := rules.Compared(changed)
	if err != nil {
		t.Fatal(err)
	}
	asked := h.kratos.asked
	got, err := h.service.People.Preview(t.Context(), other, func(_, _ int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if got.Identities != 7 || got.Changed[people.EffectStepUp] != 1 || got.Changed[people.EffectRefused] != 6 || got.Now[people.EffectNone] != 7 || got.ByKratos {
		t.Errorf("%+v", got)
	}
	if want := map[string]people.Profiles{"": {Now: 7}, "staff": {Changed: 7}}; !maps.Equal(got.Profiles, want) {
		t.Errorf("profiles: %v, want %v", got.Profiles, want)
	}
	if h.kratos.asked != asked {
		t.Errorf("Kratos was asked %d times", h.kratos.asked-asked)
	}
}
