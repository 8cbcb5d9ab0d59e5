package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every method of the store that uses the database is measured and has a deadline.
func TestGeneratedFilesAreUpToDate(t *testing.T) {
	for name, file := range map[string]string{"metrics": "../storecalls_gen.go", "bounded": "../../store/bounded/calls_gen.go"} {
		want, err := generate("../../store", name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("package store has changed: go generate ./metrics ./store/bounded (%s)", file)
		}
	}
}

func TestGenerate(t *testing.T) {
	for source, want := range map[string]string{
		"type Store interface { Inner; Close() error; Pools() []int }\ntype Row struct{}\n" +
			"type Inner interface { RowByID(ctx context.Context, a, b *Row, f func([]Row) Row) ([]Row, error) }": "func (w watched) RowByID(a0 context.Context, a1 *store.Row, a2 *store.Row, a3 func([]store.Row) store.Row) (r0 []store.Row, err error) {\n" +
			"\tcall := w.begin(a0, \"row_by_id\")\n\ta0 = call.ctx\n\tdefer call.end(&err)\n\treturn w.Store.RowByID(a0, a1, a2, a3)\n}\n",
	} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "store.go"), []byte("package store\n"+source), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := generate(folder, "metrics")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(string(got), want) || strings.Count(string(got), "func (w") != 1 {
			t.Errorf("got\n%s", got)
		}
	}
	if _, err := generate(t.TempDir(), "metrics"); err == nil {
		t.Error("a folder without the interface gives no error")
	}
}
