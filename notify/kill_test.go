package notify

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// childArg as the first argument makes this binary a replica that notifies: childArg, location of the database, address
// of the receiver.
const childArg = "notify-child"

// child runs until it is killed. Its clock runs fast, so that leases of killed replicas expire soon.
func child() int {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	records, err := open(ctx, os.Args[2])
	if err != nil {
		fmt.Println(err)
		return 1
	}
	began := time.Now()
	n, err := New(Config{
		Webhooks: []Webhook{{Name: "crm", URL: os.Args[3], Secrets: []string{secretA}}},
		Seal:     sealing(records), Every: 5 * time.Millisecond, Timeout: 2 * time.Second, Tries: 1000, FirstWait: 10 * time.Millisecond,
		Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return began.Add(100 * time.Since(began)) },
	}, records)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("up")
	n.Run(ctx)
	return 0
}

// A replica that is killed repeatedly while it follows, delivers and records results loses no event, and delivers each
// user's events in order, counting the first delivery of each.
func TestNothingIsLostToKill(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, location string, records store.Store) {
		var mu sync.Mutex
		first := map[uuid.UUID][]uuid.UUID{} // by identity
		deliveredTimes := map[uuid.UUID]int{}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			var message struct {
				Data struct {
					ID         uuid.UUID `json:"id"`
					IdentityID uuid.UUID `json:"identity_id"`
				} `json:"data"`
			}
			if err != nil || json.Unmarshal(body, &message) != nil {
				return // cut off by the kill
			}
			mu.Lock()
			if deliveredTimes[message.Data.ID]++; deliveredTimes[message.Data.ID] == 1 {
				first[message.Data.IdentityID] = append(first[message.Data.IdentityID], message.Data.ID)
			}
			mu.Unlock()
			time.Sleep(mathrand.N(10 * time.Millisecond))
			if mathrand.N(10) == 0 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}))
		t.Cleanup(server.Close)
		if err := records.OpenSink(t.Context(), "webhook:crm", time.Now().Add(-time.Minute)); err != nil {
			t.Fatal(err)
		}

		people := []uuid.UUID{uuid.New(), uuid.New(), uuid.New()}
		const events = 240
		var writing sync.WaitGroup
		writing.Go(func() {
			for i := range events {
				record(t, records, people[i%len(people)])
				time.Sleep(mathrand.N(10 * time.Millisecond))
			}
		})
		everybody := func() (n int) {
			mu.Lock()
			defer mu.Unlock()
			return len(deliveredTimes)
		}
		kills := 0
		for end := time.Now().Add(time.Minute); ; {
			replica := startChild(t, location, server.URL)
			time.Sleep(50*time.Millisecond + mathrand.N(300*time.Millisecond))
			for kills >= 8 && everybody() < events && time.Now().Before(end) {
				time.Sleep(20 * time.Millisecond) // the last delivery may complete
			}
			_ = replica.Process.Kill() // SIGKILL
			_ = replica.Wait()
			if kills++; kills > 8 {
				break
			}
		}
		writing.Wait()
		if n := everybody(); n != events {
			t.Fatalf("%d of %d events were delivered", n, events)
		}
		sealed, err := records.SealedEvents(t.Context(), 0, uuid.Nil, 1000)
		if err != nil {
			t.Fatal(err)
		}
		twice := 0
		for _, n := range deliveredTimes {
			if n > 1 {
				twice++
			}
		}
		t.Logf("%d kills, %d of %d events delivered more than once", kills, twice, events)
		for _, person := range people {
			var order []uuid.UUID
			for _, e := range sealed {
				if e.IdentityID == person {
					order = append(order, e.ID)
				}
			}
			if !slices.Equal(first[person], order) {
				t.Error("not in the order of the log")
			}
		}
	})
}

func startChild(t *testing.T, location, url string) *exec.Cmd {
	t.Helper()
	replica := exec.CommandContext(t.Context(), os.Args[0], childArg, location, url)
	out, err := replica.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := replica.Start(); err != nil {
		t.Fatal(err)
	}
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "up\n" {
		t.Fatalf("the replica says %q", line)
	}
	return replica
}
