//go:build race

package e2e_test

// As in the Makefile, so that both use what is compiled already.
var buildFlags = []string{"-race", "-gcflags=modernc.org/...=-d=checkptr=0", "-gcflags=modernc.org/sqlite/lib=-race=false -d=checkptr=0"}
