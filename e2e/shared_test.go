package e2e_test

import (
	"testing"

	"latchkey/demo"
)

// TestSharedStack runs what leaves the stack as it found it, on one stack; one after the other, because a Kratos on SQLite
// fails now and then when two people register at once. The other tests run beside it, with Kratoses of their own.
func TestSharedStack(t *testing.T) {
	t.Parallel()
	s := startStackWithApp(t, demo.KratosOptions{})
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"Autofill", testAutofill},
		{"BeginsTakeTurns", testBeginsTakeTurns},
		{"Support", testSupport},
		{"Pages", testPages},
		{"CancelledPrompts", testCancelledPrompts},
		{"Keyboard", testKeyboard},
		{"ForeignPage", testForeignPage},
		{"OriginMismatch", testOriginMismatch},
		{"LoginStaysInItsBrowser", testLoginStaysInItsBrowser},
		{"StolenPassword", testStolenPassword},
		{"SecondFactorMeanwhile", testSecondFactorMeanwhile},
		{"SessionRevokedMeanwhile", testSessionRevokedMeanwhile},
		{"IdentityDeactivatedMeanwhile", testIdentityDeactivatedMeanwhile},
		{"IdentityDeletedMeanwhile", testIdentityDeletedMeanwhile},
		{"OthersCannotFinish", testOthersCannotFinish},
		{"Recovery", testRecovery},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}
