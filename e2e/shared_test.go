package e2e_test

import (
	"testing"

	"latchkey/demo"
)

// TestSharedStack runs the tests that do not change the stack, on one stack; sequentially, because a Kratos on SQLite
// sometimes fails if two users register at once. The other tests run in parallel, each with its own Kratos.
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
