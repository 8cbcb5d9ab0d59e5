package kratos_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
)

// newerKratos holds passkeys and accepts a JSON Patch of single ones, as v26.2.0 does.
type newerKratos struct {
	mu        sync.Mutex
	keys      []string
	meanwhile func() // runs before the patch
}

func (k *newerKratos) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	w.Header().Set("Content-Type", asJSON)
	if r.Method == http.MethodPatch {
		if k.meanwhile != nil {
			k.meanwhile()
		}
		if !k.patch(r.Body) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error":{"code":400}}`)
			return
		}
	}
	var keys []map[string]any
	for _, id := range k.keys {
		keys = append(keys, map[string]any{"id": id, "public_key": id})
	}
	config, _ := json.Marshal(map[string]any{"credentials": keys})
	_, _ = io.WriteString(w, strings.Replace(identity, `{"id":`, `{"credentials":{"passkey":{"config":`+string(config)+`}},"id":`, 1))
}

func (k *newerKratos) patch(body io.Reader) bool {
	var operations []struct {
		Op, Path string
		Value    struct{ ID string }
	}
	if json.NewDecoder(body).Decode(&operations) != nil {
		return false
	}
	kept := slices.Clone(k.keys)
	for _, o := range operations {
		place, rest, _ := strings.Cut(strings.TrimPrefix(o.Path, "/credentials/passkey/config/credentials/"), "/")
		n := strings.Index("0123456789", place)
		if n < 0 || n >= len(kept) {
			return false
		}
		switch {
		case o.Op == "replace" && rest == "":
			kept[n] = o.Value.ID
		case o.Op == "remove" && rest == "":
			kept = slices.Delete(kept, n, n+1)
		default:
			return false
		}
	}
	k.keys = kept
	return true
}

// TestRemoveOneKeyByPatch: only the named key is removed, also if the list changes between our read and our patch.
func TestRemoveOneKeyByPatch(t *testing.T) {
	id := uuid.MustParse(identityID)
	for _, test := range []struct {
		name, ref string
		meanwhile []string // the list by the time of the patch
		want      account.Removal
		left      []string
	}{
		{"the middle one", "Ag", nil, account.RemovalDone, []string{"AQ==", "Aw=="}},
		{"one that is not there", "BA", nil, account.RemovalAbsent, []string{"AQ==", "Ag==", "Aw=="}},
		{"the last one", "Aw", nil, account.RemovalDone, []string{"AQ==", "Ag=="}},
		{"moved meanwhile", "Ag", []string{"Ag==", "Aw=="}, account.RemovalKept, []string{"Ag==", "Aw=="}},
		{"the last one moved meanwhile", "Aw", []string{"Ag==", "Aw=="}, account.RemovalKept, []string{"Ag==", "Aw=="}},
		{"another one is new", "Ag", []string{"AQ==", "Ag==", "Aw==", "BA=="}, account.RemovalDone, []string{"AQ==", "Aw==", "BA=="}},
		{"gone meanwhile", "Ag", []string{"AQ==", "Aw=="}, account.RemovalDone, []string{"AQ==", "Aw=="}},
		{"another one cannot be read, and may be the same", "Ag", []string{"AQ==", "Ag==", "Aw==", ""}, account.RemovalKept, []string{"AQ==", "Aw==", ""}},
	} {
		k := &newerKratos{keys: []string{"AQ==", "Ag==", "Aw=="}}
		if test.meanwhile != nil {
			k.meanwhile = func() { k.keys = test.meanwhile }
		}
		got, err := answering(t, k.ServeHTTP).RemoveFactor(t.Context(), id, "passkey", test.ref)
		if err != nil || got != test.want || !slices.Equal(k.keys, test.left) {
			t.Errorf("%s: %s, %v, left %q; want %s, left %q", test.name, got, err, k.keys, test.want, test.left)
		}
	}
}

// Of two keys with one credential ID, which anyone with the password can bring about, neither is taken for the other.
func TestRemoveKeyOfAmbiguousID(t *testing.T) {
	k := &newerKratos{keys: []string{"AQ==", "Ag==", "Ag=="}}
	got, err := answering(t, k.ServeHTTP).RemoveFactor(t.Context(), uuid.MustParse(identityID), "passkey", "Ag")
	if err != nil || got != account.RemovalKept || !slices.Equal(k.keys, []string{"AQ==", "Ag==", "Ag=="}) {
		t.Errorf("%s, %v, left %q", got, err, k.keys)
	}
}

// If Kratos fails after it was asked to remove a key, the key may be gone.
func TestRemoveFactorUnsure(t *testing.T) {
	for _, test := range []struct {
		name string
		asks int // that Kratos answers
		want account.Removal
	}{{"before it is asked", 0, ""}, {"when it is asked", 1, account.RemovalUnsure}, {"afterwards", 2, account.RemovalUnsure}} {
		k, asked := &newerKratos{keys: []string{"AQ=="}}, 0
		got, err := answering(t, func(w http.ResponseWriter, r *http.Request) {
			if asked++; asked > test.asks {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			k.ServeHTTP(w, r)
		}).RemoveFactor(t.Context(), uuid.MustParse(identityID), "passkey", "AQ")
		if !errors.Is(err, fault.ErrKratosUnavailable) || got != test.want {
			t.Errorf("%s: %q, %v", test.name, got, err)
		}
	}
}
