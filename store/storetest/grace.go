package storetest

import (
	"context"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func testGrace(t *testing.T, l *ledger) {
	identity := newID()
	for _, later := range []time.Duration{0, time.Hour, -time.Hour} {
		if began, err := l.BeginGrace(l.ctx, identity, at.Add(later)); err != nil || !began.Equal(at) {
			t.Errorf("%s later: began %s, %v, want %s", later, began, err, at)
		}
	}
	if began, err := l.BeginGrace(l.ctx, newID(), at.Add(time.Hour)); err != nil || !began.Equal(at.Add(time.Hour)) {
		t.Errorf("another identity: began %s, %v", began, err)
	}
}

// Both periods of an identity begin when they are first asked for.
func testSecondGrace(t *testing.T, l *ledger) {
	identity, second := newID(), at.Add(48*time.Hour)
	if _, err := l.BeginGrace(l.ctx, identity, at); err != nil {
		t.Fatal(err)
	}
	for _, later := range []time.Duration{0, time.Hour, -time.Hour} {
		if began, err := l.BeginSecondGrace(l.ctx, identity, second.Add(later)); err != nil || !began.Equal(second) {
			t.Errorf("%s later: began %s, %v, want %s", later, began, err, second)
		}
	}
	if began, err := l.BeginGrace(l.ctx, identity, second); err != nil || !began.Equal(at) {
		t.Errorf("the first period: began %s, %v", began, err)
	}
	other := newID()
	if began, err := l.BeginSecondGrace(l.ctx, other, second); err != nil || !began.Equal(second) {
		t.Errorf("another identity: began %s, %v", began, err)
	}
	if began, err := l.BeginGrace(l.ctx, other, second.Add(time.Hour)); err != nil || !began.Equal(second.Add(time.Hour)) {
		t.Errorf("its first period, for which it is asked later: began %s, %v", began, err)
	}
}

// SessionFacts counts the unused codes of the user's own set.
func testSecondWay(t *testing.T, l *ledger) {
	identity, set := l.withCodes(3)
	other, _ := l.withCodes(1)
	l.supportCode(identity)
	l.redeems(recoveryTry(identity, at), store.RecoveryVerdict{Spend: &set[0].Hash})
	graced := newID()
	first, err := l.BeginGrace(l.ctx, graced, at)
	l.accepts(err)
	began, err := l.BeginSecondGrace(l.ctx, identity, at)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[uuid.UUID]store.SecondWay{identity: {Codes: 2, GraceBegan: &began}, other: {Codes: 1}, graced: {FirstGraceBegan: &first}, newID(): {}} {
		facts, err := l.SessionFacts(l.ctx, newID(), id, store.FactsQuery{SecondWay: true})
		if err != nil || !reflect.DeepEqual(facts.SecondWay, &want) {
			t.Errorf("%v, %+v, want %+v", err, facts.SecondWay, want)
		}
	}
}

func testGraceRace(t *testing.T, l *ledger) { graceRace(t, l, l.BeginGrace) }

func testSecondGraceRace(t *testing.T, l *ledger) { graceRace(t, l, l.BeginSecondGrace) }

// graceRace: concurrent calls return the same time.
func graceRace(t *testing.T, l *ledger, begin func(context.Context, uuid.UUID, time.Time) (time.Time, error)) {
	identity := newID()
	var wait sync.WaitGroup
	heard := make([]time.Time, 8)
	for i := range heard {
		wait.Go(func() {
			began, err := begin(l.ctx, identity, at.Add(time.Duration(i)*time.Second))
			if err != nil {
				t.Error(err)
			}
			heard[i] = began
		})
	}
	wait.Wait()
	for _, began := range heard {
		if !began.Equal(heard[0]) {
			t.Fatalf("heard %v", heard)
		}
	}
}
