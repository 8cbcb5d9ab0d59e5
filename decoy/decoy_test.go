package decoy_test

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"latchkey/decoy"
)

// chiSquare of what was seen against what was expected, with the degrees of freedom.
func chiSquare(seen map[string]int, weights map[string]int) (x2 float64, freedom int) {
	total, n := 0, 0
	for _, w := range weights {
		total += w
	}
	for _, s := range seen {
		n += s
	}
	for name, w := range weights {
		expected := float64(n) * float64(w) / float64(total)
		difference := float64(seen[name]) - expected
		x2 += difference * difference / expected
	}
	return x2, len(weights) - 1
}

// critical is the value that chi-square exceeds by chance once in a million (Wilson and Hilferty).
func critical(freedom int) float64 {
	const z = 4.753
	k := 2 / (9 * float64(freedom))
	root := 1 - k + z*math.Sqrt(k)
	return float64(freedom) * root * root * root
}

// Decoys have the shapes of real passkeys, with the same frequencies, so no shape reveals that a user is unknown. The
// key is fixed, so every run has the same figures.
func TestDecoysAreDrawnFromRealShapes(t *testing.T) {
	const people = 20_000
	key := bytes.Repeat([]byte("decoys!!"), 4)
	shapes, numbers := map[string]int{}, map[string]int{}
	ids := map[string]bool{}
	bits := 0
	for i := range people {
		made := decoy.Generate(key, fmt.Sprintf("person%d@example.com", i), "example.com")
		numbers[strconv.Itoa(len(made))]++
		for _, d := range made {
			shapes[decoy.ShapeOf(d)]++
			ids[string(d.ID)] = true
			for _, b := range d.ID[:16] {
				bits += int(b&1) + int(b>>7)
			}
		}
	}
	counted := 0
	for _, n := range shapes {
		counted += n
	}
	if len(ids) != counted {
		t.Errorf("%d IDs of %d are the same", counted-len(ids), counted)
	}
	if share := float64(bits) / float64(counted*32); share < 0.499 || share > 0.501 {
		t.Errorf("the IDs are not random: %f of their bits are set", share)
	}
	expected := map[string]int{}
	for n, weight := range decoy.CountWeights() {
		if weight > 0 {
			expected[strconv.Itoa(n)] = weight
		}
	}
	for what, test := range map[string]struct{ seen, weights map[string]int }{
		"length and transports": {shapes, decoy.ShapeWeights()}, "number of passkeys": {numbers, expected},
	} {
		if unknown := slices.DeleteFunc(slices.Collect(maps.Keys(test.seen)), func(name string) bool { return test.weights[name] > 0 }); len(unknown) > 0 {
			t.Errorf("%s: no real authenticator has %v", what, unknown)
		}
		x2, freedom := chiSquare(test.seen, test.weights)
		t.Logf("%s: chi-square %.1f with %d degrees of freedom (limit %.1f)", what, x2, freedom, critical(freedom))
		if x2 > critical(freedom) {
			t.Errorf("%s: seen %v, expected as %v", what, test.seen, test.weights)
		}
	}

	// The test can tell: a service with one shape for all, as ours was, fails it.
	one := map[string]int{decoy.ShapeOf(decoy.Credential{
		ID: make([]byte, 32), Transports: []string{"hybrid", "internal"},
	}): counted}
	if x2, freedom := chiSquare(one, decoy.ShapeWeights()); x2 < critical(freedom) {
		t.Errorf("decoys of one shape pass: %.1f", x2)
	}
}

// Users with and without passkeys form one sample: real passkeys drawn at random from the table cannot be
// distinguished from decoys, which a keyed hash draws.
func TestDecoysAndPasskeysAreOneSample(t *testing.T) {
	const people = 20_000
	key := bytes.Repeat([]byte("decoys!!"), 4)
	chance := rand.New(rand.NewPCG(1, 2))
	draw := func(weights map[string]int) string {
		names := slices.Sorted(maps.Keys(weights))
		total := 0
		for _, name := range names {
			total += weights[name]
		}
		left := chance.IntN(total)
		for _, name := range names {
			if left -= weights[name]; left < 0 {
				return name
			}
		}
		return ""
	}
	numbers := map[string]int{}
	for n, weight := range decoy.CountWeights() {
		numbers[strconv.Itoa(n)] = weight
	}
	// An observer sees the whole list of one user.
	real, faked, all := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range people {
		n, _ := strconv.Atoi(draw(numbers))
		seen := make([]string, n)
		for j := range seen {
			seen[j] = draw(decoy.ShapeWeights())
		}
		real[fmt.Sprint(seen)]++
		var drawn []string
		for _, d := range decoy.Generate(key, strconv.Itoa(i), "example.com") {
			drawn = append(drawn, decoy.ShapeOf(d))
		}
		faked[fmt.Sprint(drawn)]++
	}
	for _, sample := range []map[string]int{real, faked} {
		for name, n := range sample {
			all[name] += n
		}
	}
	// Rare lists are taken together: chi-square wants at least five of each.
	x2, freedom, rareReal, rareDecoy := 0.0, -1, 0, 0
	compare := func(a, b int) {
		if a+b > 0 {
			x2 += float64((a-b)*(a-b)) / float64(a+b)
			freedom++
		}
	}
	for name, n := range all {
		if n < 10 {
			rareReal, rareDecoy = rareReal+real[name], rareDecoy+faked[name]
			continue
		}
		compare(real[name], faked[name])
	}
	compare(rareReal, rareDecoy)
	t.Logf("chi-square %.1f with %d degrees of freedom (limit %.1f)", x2, freedom, critical(freedom))
	if x2 > critical(freedom) {
		t.Errorf("decoys can be told from passkeys: chi-square %.1f with %d degrees of freedom", x2, freedom)
	}
}
