package oidc_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

const (
	ninetyDays = 90 * 24 * time.Hour
	tenMinutes = 10 * time.Minute
)

// published returns the IDs of the keys that a replica publishes, oldest first.
func (r *replica) published(t testing.TB) []string {
	t.Helper()
	set, err := r.JWKS(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, key := range set.Keys {
		if !key.IsPublic() || key.Algorithm != "ES256" || key.Use != "sig" {
			t.Errorf("key %s: public %v, %s, %s", key.KeyID, key.IsPublic(), key.Algorithm, key.Use)
		}
		ids = append(ids, key.KeyID)
	}
	return ids
}

// signs returns the ID of the key that a replica signs with.
func (r *replica) signs(t testing.TB) string {
	t.Helper()
	proof, err := r.Proof(t.Context(), ada, uuid.Nil, webauthnsvc.ProofRequest{Audience: audience})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jose.ParseSignedCompact(proof.Token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Signatures[0].Header.KeyID
}

func TestReplicasThatStartAtOnceShareOneKey(t *testing.T) {
	records := newRecords(t)
	keys := make([][]string, 20)
	begin := make(chan struct{})
	var wait sync.WaitGroup
	for i := range keys {
		r := newReplica(t, records)
		wait.Go(func() {
			<-begin
			keys[i] = r.published(t)
		})
	}
	close(begin)
	wait.Wait()
	for _, ids := range keys {
		if len(ids) != 1 || ids[0] != keys[0][0] {
			t.Fatalf("got %v, want only %s", ids, keys[0][0])
		}
	}
}

// A key is announced ten minutes before it signs, and published for an hour after its last signature.
func TestKeysRotateBySchedule(t *testing.T) {
	records := newRecords(t)
	r, other := newReplica(t, records), newReplica(t, records)
	first := r.signs(t)
	ends := start.Add(ninetyDays - tenMinutes) // the first one starts early, for replicas whose clocks are behind
	at := func(now time.Time) {
		r.clock.set(now)
		other.clock.set(now)
	}

	at(ends.Add(-tenMinutes - time.Second))
	if got := r.published(t); !slices.Equal(got, []string{first}) {
		t.Errorf("before: %v", got)
	}
	at(ends.Add(-tenMinutes))
	announced := r.published(t)
	if len(announced) != 2 || announced[0] != first || r.signs(t) != first || other.signs(t) != first {
		t.Fatalf("announced: %v", announced)
	}
	if got := other.published(t); !slices.Equal(got, announced) {
		t.Errorf("the other replica publishes %v, not %v", got, announced)
	}
	at(ends.Add(-time.Second))
	if r.signs(t) != first {
		t.Error("the new key signs too early")
	}
	for _, after := range []time.Duration{0, time.Minute, time.Hour} {
		at(ends.Add(after))
		if r.signs(t) != announced[1] || other.signs(t) != announced[1] || !slices.Equal(other.published(t), announced) {
			t.Errorf("%s after: %s signs, published %v", after, r.signs(t), other.published(t))
		}
	}
	at(ends.Add(time.Hour + time.Second))
	if got := r.published(t); !slices.Equal(got, announced[1:]) {
		t.Errorf("an hour after: %v", got)
	}
}

// After a year without a request, the next signature does not wait ten minutes, and replicas whose clocks differ agree.
func TestKeysAfterALongSilence(t *testing.T) {
	for _, silence := range []time.Duration{ninetyDays - tenMinutes + time.Minute, ninetyDays + 30*time.Minute, 4 * ninetyDays} {
		records := newRecords(t)
		r, behind := newReplica(t, records), newReplica(t, records)
		first := r.signs(t)
		r.clock.advance(silence)
		behind.clock.advance(silence - 30*time.Second)
		key := r.signs(t)
		if key == first {
			t.Errorf("%s: the previous key signs", silence)
		}
		if !slices.Contains(r.published(t), key) || !slices.Contains(behind.published(t), behind.signs(t)) {
			t.Errorf("%s: the signing key is not published", silence)
		}
	}
}

func TestRotateAnnouncesBeforeUse(t *testing.T) {
	records := newRecords(t)
	r, other := newReplica(t, records), newReplica(t, records)
	first := r.signs(t)
	if other.signs(t) != first { // and caches the set
		t.Fatal("two first keys")
	}
	second, err := r.Rotate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.signs(t) != first || !slices.Equal(r.published(t), []string{first, second}) {
		t.Errorf("%s signs, published %v", r.signs(t), r.published(t))
	}
	other.clock.advance(time.Minute + time.Second)
	if got := other.published(t); !slices.Equal(got, []string{first, second}) {
		t.Errorf("a minute later the other replica publishes %v", got)
	}
	for _, replica := range []*replica{r, other} {
		replica.clock.set(start.Add(tenMinutes))
		if replica.signs(t) != second {
			t.Error("after ten minutes the old key signs")
		}
	}
	// Rotated twice in a row, the next key is skipped, and there is always a key that signs.
	r.clock.set(start.Add(time.Hour))
	third, err := r.Rotate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fourth, err := r.Rotate(t.Context())
	if err != nil || fourth == third {
		t.Fatal(fourth, err)
	}
	for minute := range 15 {
		r.clock.set(start.Add(time.Hour + time.Duration(minute)*time.Minute))
		want := second
		if minute >= 10 {
			want = fourth
		}
		if got := r.signs(t); got != want {
			t.Errorf("minute %d: %s signs", minute, got)
		}
	}
}

// Of two replicas that rotate at once, one wins, and both continue with its set.
func TestParallelRotationsAgree(t *testing.T) {
	records := newRecords(t)
	replicas := []*replica{newReplica(t, records), newReplica(t, records)}
	replicas[0].published(t)
	var wait sync.WaitGroup
	for _, r := range replicas {
		wait.Go(func() {
			if _, err := r.Rotate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, r := range replicas {
		r.clock.advance(2 * time.Minute)
	}
	if a, b := replicas[0].published(t), replicas[1].published(t); !slices.Equal(a, b) || len(a) < 2 {
		t.Errorf("%v and %v", a, b)
	}
}

func TestRotationBetweenCodeAndToken(t *testing.T) {
	records := newRecords(t)
	r, other := newReplica(t, records), newReplica(t, records)
	first := r.signs(t)
	second, err := other.Rotate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r.clock.advance(tenMinutes - 14*time.Second)
	other.clock.advance(tenMinutes + 14*time.Second)
	code := r.codeFor(t, ada)
	if r.signs(t) != first {
		t.Error("the old key should still sign")
	}
	response, err := other.Redeem(t.Context(), tokenRequest(code), events)
	if err != nil {
		t.Fatal(err)
	}
	header, _ := r.verify(t, response.IDToken) // with the set of the replica that is behind
	if header.KeyID != second {
		t.Errorf("signed with %s, not %s", header.KeyID, second)
	}
}

// A replica that opens the signing keys with an old secret seals them again, so they survive the removal of that
// secret.
func TestSigningKeysSurviveSecretRotation(t *testing.T) {
	records := newRecords(t)
	want := newReplica(t, records).published(t)
	for _, secrets := range [][][]byte{{firstSecret, secondSecret}, {secondSecret, firstSecret}, {secondSecret}} {
		if got := newReplica(t, records, secrets...).published(t); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	if _, err := newReplica(t, records, firstSecret).JWKS(t.Context()); err == nil {
		t.Error("a removed secret still opens the keys")
	}
}
