package api_test

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// usage is the cost of some work.
type usage struct {
	wall     time.Duration
	cpu      time.Duration // of this process
	database time.Duration // CPU time of the Postgres server; 0 with SQLite, whose work is in cpu
	allocs   uint64
	bytes    uint64
	trips    int64 // statements that waited for Postgres; with SQLite, calls of the store
	commits  int64
}

func (u *usage) add(other usage) {
	u.wall += other.wall
	u.cpu += other.cpu
	u.database += other.database
	u.allocs += other.allocs
	u.bytes += other.bytes
	u.trips += other.trips
	u.commits += other.commits
}

// total returns the CPU time on both sides of the connection.
func (u usage) total() time.Duration { return u.cpu + u.database }

// counters are what a database counts.
type counters struct {
	trips, commits func() int64
	cpu            func() map[string]time.Duration // for each process of the server; nil: it has none
}

// use runs work and returns its cost. Garbage from before is collected first.
func use(c counters, work func()) usage {
	runtime.GC()
	trips, commits := c.trips(), c.commits()
	var database map[string]time.Duration
	if c.cpu != nil {
		database = c.cpu()
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, start := processCPU(), time.Now()
	work()
	wall, spent := time.Since(start), processCPU()-cpu
	runtime.ReadMemStats(&after)
	took := usage{
		wall: wall, cpu: spent, allocs: after.Mallocs - before.Mallocs, bytes: after.TotalAlloc - before.TotalAlloc,
		trips: c.trips() - trips,
	}
	if c.cpu != nil {
		for process, spent := range c.cpu() {
			took.database += spent - database[process]
		}
	}
	took.commits = c.commits() - commits
	return took
}

func processCPU() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// serverCPU reads the CPU time of each Postgres process. That of a remote server cannot be read.
func (h *postgresHarness) serverCPU(b *testing.B) map[string]time.Duration {
	b.Helper()
	rows, err := h.raw.Query(b.Context(), `SELECT pid::text FROM pg_stat_activity`)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	spent := map[string]time.Duration{}
	for rows.Next() {
		var pid string
		if err := rows.Scan(&pid); err != nil {
			b.Fatal(err)
		}
		text, err := os.ReadFile("/proc/" + pid + "/schedstat")
		if err != nil {
			continue
		}
		first, _, _ := strings.Cut(string(text), " ")
		nanoseconds, _ := strconv.ParseInt(first, 10, 64)
		spent[pid] = time.Duration(nanoseconds)
	}
	return spent
}
