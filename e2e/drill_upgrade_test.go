//go:build drill

package e2e_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/store/storetest"
)

// drillUpgrade: eight replicas of this version start at once on the schema of an older one, which goes on serving. Then users sign in
// at both: what begins at one version is finished at the other.
func drillUpgrade(t *testing.T) {
	commit := olderCommit(t)
	binary := buildAt(t, commit)
	cluster := storetest.StartCluster(t)
	all := newReplicas(t, startKratos(t, demo.KratosOptions{}), cluster.DSN())
	former := all.start(t, binary, 1)
	l := newLoad(t, 8, former...)
	l.start()
	time.Sleep(3 * time.Second)
	before := version(t, cluster.DSN())

	progress(t, "eight replicas start at once")
	started := time.Now()
	next := all.start(t, "", 8)
	back := time.Since(started)
	after := version(t, cluster.DSN())
	progress(t, "from schema %d to %d in %v; both versions serve for 15 s", before, after, back.Round(time.Millisecond))
	if after <= before {
		t.Errorf("the schema went from %d to %d", before, after)
	}
	l.use(slices.Concat(former, next)...)
	time.Sleep(15 * time.Second)
	l.use(next...)
	must(t, former[0].latchkey.Stop())
	time.Sleep(3 * time.Second)
	l.stop()
	if unavailable := l.count("503 store_unavailable"); unavailable != 0 {
		t.Errorf("%d requests were refused meanwhile", unavailable)
	}
	l.check(cluster.DSN(), row{drill: "eight replicas start on an older schema, both versions serve", gap: l.gap(), back: back})
}

func version(t *testing.T, dsn string) int {
	t.Helper()
	return scan[int](t, dsn, `SELECT max(version_id)::int FROM latchkey_schema`)
}

// olderCommit is the last one without the newest four migrations.
func olderCommit(t *testing.T) string {
	t.Helper()
	if *olderVersion != "" {
		return *olderVersion
	}
	files, err := filepath.Glob("../migrations/postgres/*.sql")
	must(t, err)
	slices.Sort(files)
	added := git(t, "log", "--diff-filter=A", "--format=%H", "-1", "--", files[len(files)-4])
	if added == "" {
		t.Fatal("an older version needs the history of the repository: git fetch --unshallow")
	}
	return added + "^"
}

// buildAt builds Latchkey as it was at a commit.
func buildAt(t *testing.T, commit string) string {
	t.Helper()
	dir := t.TempDir()
	source, binary := filepath.Join(dir, "source"), filepath.Join(dir, "latchkey")
	git(t, "worktree", "add", "--detach", source, commit)
	t.Cleanup(func() { git(t, "worktree", "remove", "--force", source) })
	progress(t, "building %s", git(t, "log", "-1", "--format=%h of %cs", commit))
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", binary, "./cmd/latchkey")
	build.Dir = source
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", commit, err, out)
	}
	return binary
}

func git(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("git", args...).Output()
	must(t, err)
	return strings.TrimSpace(string(out))
}
