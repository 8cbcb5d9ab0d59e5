package kratos_test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/kratos"
)

// Users make their own record longer than what is read, by a trait or by credentials. The walk finds all others, and names these.
func TestWalkPastLongIdentities(t *testing.T) {
	var ids []uuid.UUID
	for range 120 {
		ids = append(ids, uuid.New())
	}
	long := strings.Repeat("x", 1<<20)
	c := answeringWithin(t, time.Minute, func(w http.ResponseWriter, r *http.Request) {
		size, _ := strconv.Atoi(r.FormValue("page_size"))
		start, _ := strconv.Atoi(r.FormValue("page_token"))
		end := min(start+size, len(ids))
		if end < len(ids) {
			w.Header().Set("Link", fmt.Sprintf(`</admin/identities?page_size=%d&page_token=%d>; rel="next"`, size, end))
		}
		w.Header().Set("Content-Type", asJSON)
		var page []string
		for i := start; i < end; i++ {
			handle, trait := fmt.Sprint("handle ", i), ""
			switch i {
			case 30:
				handle = long
			case 70:
				trait = long
			}
			page = append(page, fmt.Sprintf(`{"id":%q,"credentials":{"passkey":{"identifiers":[%q],"config":{"credentials":[{"id":"AQ=="}]}}},"traits":{"name":%q}}`, ids[i], handle, trait))
		}
		_, _ = io.WriteString(w, "["+strings.Join(page, ",")+"]")
	})
	n := 0
	err := kratos.Directory{Client: c}.WalkNatives(t.Context(), func(_ int, found []account.Natives) error {
		for _, one := range found {
			unread := n == 30 || n == 70
			if one.Identity.ID != ids[n] || len(one.Passkeys) != 1 || (one.Passkeys[0].ID == nil) != unread || (len(one.Handles) == 0) != unread {
				t.Errorf("identity %d: %+v", n, one)
			}
			n++
		}
		return nil
	})
	if err != nil || n != len(ids) {
		t.Errorf("found %d, %v", n, err)
	}

	// A long page of something else than Kratos is no user.
	c = answering(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>"+long) })
	unclear(t, kratos.Directory{Client: c}.WalkNatives(t.Context(), func(int, []account.Natives) error { return nil }))
}
