package storetest

import (
	"context"
	"testing"
	"time"
)

// Run runs the conformance suite. open returns an empty store with the current schema, and closes it in t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) Driver) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, l *ledger)
	}{
		{"PasskeyComesBackAsStored", testPasskeyComesBackAsStored},
		{"PasskeysOfAnIdentity", testPasskeysOfAnIdentity},
		{"NotFound", testNotFound},
		{"Rename", testRename},
		{"Delete", testDelete},
		{"DeleteKeepsLast", testDeleteKeepsLast},
		{"DeleteKeepsLastOfTwoAtOnce", testDeleteKeepsLastOfTwoAtOnce},
		{"Confirm", testConfirm},
		{"SuspendAndResume", testSuspendAndResume},
		{"SuspendKeepsLast", testSuspendKeepsLast},
		{"SuspendKeepsLastCompromised", testSuspendKeepsLastCompromised},
		{"SuspendKeepsLastOfTwoAtOnce", testSuspendKeepsLastOfTwoAtOnce},
		{"ListPasskeysFilters", testListPasskeysFilters},
		{"ListPasskeysPages", testListPasskeysPages},

		{"RegistrationConflicts", testRegistrationConflicts},
		{"RegistrationPrecedence", testRegistrationPrecedence},
		{"RegistrationReplaces", testRegistrationReplaces},
		{"RegistrationRemoves", testRegistrationRemoves},
		{"RegistrationLimit", testRegistrationLimit},
		{"RegistrationLimitRace", testRegistrationLimitRace},
		{"RegistrationFirstRace", testRegistrationFirstRace},
		{"RegistrationCredentialRace", testRegistrationCredentialRace},

		{"Import", testImport},
		{"ImportRefused", testImportRefused},
		{"ImportRace", testImportRace},
		{"ImportRemoved", testImportRemoved},
		{"PasskeyOwners", testPasskeyOwners},
		{"Adoption", testAdoption},
		{"ImportOfDisowned", testImportOfDisowned},
		{"Handles", testHandles},
		{"HandleClaimed", testHandleClaimed},

		{"AssertionChangesTheRow", testAssertionChangesTheRow},
		{"AssertionRefused", testAssertionRefused},
		{"AssertionsInReverseOrder", testAssertionsInReverseOrder},
		{"AssertionsCountUp", testAssertionsCountUp},
		{"Suspicion", testSuspicion},
		{"BackupFlagsMark", testBackupFlagsMark},

		{"ChallengeSpentOnce", testChallengeSpentOnce},
		{"ChallengeRace", testChallengeRace},
		{"ChallengePurge", testChallengePurge},

		{"StepUpReplaced", testStepUpReplaced},
		{"StepUpDiesWithPasskey", testStepUpDiesWithPasskey},
		{"StepUpRaces", testStepUpRaces},
		{"StepUpPurge", testStepUpPurge},

		{"SessionFacts", testSessionFacts},
		{"IdentityFacts", testIdentityFacts},
		{"UsedWith", testUsedWith},
		{"ExtendSession", testExtendSession},
		{"StepUpOfLogin", testStepUpOfLogin},
		{"PasskeySessionPut", testPasskeySessionPut},
		{"PasskeySessionPutClaims", testPasskeySessionPutClaims},
		{"PasskeySessionClaim", testPasskeySessionClaim},
		{"PasskeySessionPurge", testPasskeySessionPurge},
		{"PendingMerged", testPendingMerged},
		{"PendingMergedAtOnce", testPendingMergedAtOnce},
		{"PendingTooMany", testPendingTooMany},

		{"CodeRedeemed", testCodeRedeemed},
		{"CodeRefused", testCodeRefused},
		{"CodeAdded", testCodeAdded},
		{"CodeRedeemedOnce", testCodeRedeemedOnce},
		{"CodePurge", testCodePurge},

		{"GrantsEndWithPasskey", testGrantsEndWithPasskey},
		{"GrantsOutliveSuspicion", testGrantsOutliveSuspicion},
		{"GrantsEndWithReset", testGrantsEndWithReset},
		{"GrantRaces", testGrantRaces},

		{"EndingsKeepTheCallers", testEndingsKeepTheCallers},
		{"EndingsOfRefusedChanges", testEndingsOfRefusedChanges},
		{"EndingsOfOthersAreOne", testEndingsOfOthersAreOne},
		{"EndingClaims", testEndingClaims},
		{"EndingClaimRace", testEndingClaimRace},
		{"EndSessions", testEndSessions},
		{"InFlightEndsWithOthers", testInFlightEndsWithOthers},
		{"EndOneOnce", testEndOneOnce},
		{"RedeemedEndsWithOthers", testRedeemedEndsWithOthers},

		{"Evidence", testEvidence},
		{"EvidenceOfTwoAtOnce", testEvidenceOfTwoAtOnce},
		{"EvidenceOfTwoInAnyOrder", testEvidenceOfTwoInAnyOrder},
		{"EvidenceRace", testEvidenceRace},

		{"Disown", testDisown},
		{"DisownRace", testDisownRace},
		{"DisownedAtOnce", testDisownedAtOnce},

		{"FirstPasskey", testFirstPasskey},
		{"FirstPasskeyOfEarlierBuild", testFirstPasskeyOfEarlierBuild},
		{"SettingsAt", testSettingsAt},
		{"NoteVerified", testNoteVerified},
		{"TakeBack", testTakeBack},
		{"TakeBackRace", testTakeBackRace},
		{"TakeBackDuringRegistration", testTakeBackDuringRegistration},

		{"Tombstones", testTombstones},
		{"TombstonesListed", testTombstonesListed},
		{"TombstoneRace", testTombstoneRace},
		{"TombstonePurge", testTombstonePurge},

		{"FactorsSeen", testFactorsSeen},
		{"FactorsStaleLook", testFactorsStaleLook},
		{"FactorsEvents", testFactorsEvents},
		{"FactorsRace", testFactorsRace},
		{"FactorsAnswered", testFactorsAnswered},
		{"FactorVouchersEnd", testFactorVouchersEnd},
		{"FactorVoucherResumed", testFactorVoucherResumed},
		{"FactorVouchersKept", testFactorVouchersKept},
		{"FactorVouchersSeen", testFactorVouchersSeen},
		{"EvidenceOfFactors", testEvidenceOfFactors},
		{"EvidenceBesideNoPasskey", testEvidenceBesideNoPasskey},
		{"EvidenceOfFactorsRace", testEvidenceOfFactorsRace},
		{"EvidenceOfNothingRace", testEvidenceOfNothingRace},
		{"UVInitializedBy", testUVInitializedBy},
		{"UVKept", testUVKept},
		{"UVEvidence", testUVEvidence},
		{"UVEvidenceRace", testUVEvidenceRace},
		{"UVCounts", testUVCounts},
		{"VouchedByFactors", testVouchedByFactors},
		{"VouchedByFactorsTakenBack", testVouchedByFactorsTakenBack},
		{"VouchedByInitializers", testVouchedByInitializers},
		{"VouchedByDisowned", testVouchedByDisowned},
		{"SettingsEvidence", testSettingsEvidence},
		{"RemovedPasskeyDisowned", testRemovedPasskeyDisowned},
		{"RemovedPasskeyNotKept", testRemovedPasskeyNotKept},
		{"RemovedPasskeyRegisteredAgain", testRemovedPasskeyRegisteredAgain},
		{"RemovedPasskeyPurge", testRemovedPasskeyPurge},
		{"EvidenceOfRemovedPasskey", testEvidenceOfRemovedPasskey},
		{"FactorsForgotten", testFactorsForgotten},
		{"FactorsForgottenDisowned", testFactorsForgottenDisowned},

		{"Grace", testGrace},
		{"GraceRace", testGraceRace},
		{"SecondGrace", testSecondGrace},
		{"SecondGraceRace", testSecondGraceRace},
		{"SecondWay", testSecondWay},

		{"GatePassWorksOnce", testGatePassWorksOnce},
		{"GatePassEndsWithPasskey", testGatePassEndsWithPasskey},
		{"GatePassRace", testGatePassRace},
		{"GatePassPurge", testGatePassPurge},

		{"RecoveryCodesReplaced", testRecoveryCodesReplaced},
		{"RecoveryCodesReplacedAtOnce", testRecoveryCodesReplacedAtOnce},
		{"CodesMadeWith", testCodesMadeWith},
		{"MadeWithFactor", testMadeWithFactor},
		{"RecoverySupportCode", testRecoverySupportCode},
		{"RecoveryVerdicts", testRecoveryVerdicts},
		{"RecoveryLock", testRecoveryLock},
		{"RecoveryUncountedEvents", testRecoveryUncountedEvents},
		{"RecoveryWrongTriesAtOnce", testRecoveryWrongTriesAtOnce},
		{"RecoveryCodeSpentOnce", testRecoveryCodeSpentOnce},
		{"RecoveryCallerGoesAway", testRecoveryCallerGoesAway},
		{"RecoveryLeave", testRecoveryLeave},
		{"RecoveryLeaveRace", testRecoveryLeaveRace},
		{"RecoveryBinding", testRecoveryBinding},
		{"CodeGrantsEnd", testCodeGrantsEnd},
		{"RecoveryBindingRace", testRecoveryBindingRace},
		{"RecoveryForgotten", testRecoveryForgotten},
		{"RecoveryPurge", testRecoveryPurge},

		{"ResetComesBack", testResetComesBack},
		{"ResetDecisions", testResetDecisions},
		{"ResetExpiry", testResetExpiry},
		{"ResetExpiryRace", testResetExpiryRace},
		{"ResetClaims", testResetClaims},
		{"ResetClaimRace", testResetClaimRace},
		{"ResetsCounted", testResetsCounted},
		{"ResetRefusesCeremonies", testResetRefusesCeremonies},

		{"ApprovalComesBack", testApprovalComesBack},
		{"ApprovalDecisions", testApprovalDecisions},
		{"ApprovalRace", testApprovalRace},
		{"EqualApproval", testEqualApproval},
		{"EqualApprovalsAtOnce", testEqualApprovalsAtOnce},
		{"ApprovedCode", testApprovedCode},

		{"HeldIdentities", testHeldIdentities},
		{"MissingIdentity", testMissingIdentity},
		{"RemoveIdentity", testRemoveIdentity},
		{"RefusedAfterRemoval", testRefusedAfterRemoval},
		{"Inactive", testInactive},
		{"InactiveThenSuspended", testInactiveThenSuspended},
		{"ReconciliationClaims", testReconciliationClaims},
		{"AuthenticatorLists", testAuthenticatorLists},
		{"AuthenticatorListRace", testAuthenticatorListRace},
		{"ForgottenAuthenticatorList", testForgottenAuthenticatorList},
		{"HeldModels", testHeldModels},
		{"CompromisedModel", named(testCompromisedModel)},
		{"CompromisedModelU2F", keyed(testCompromisedModel)},
		{"CompromisedPasskeys", named(testCompromisedPasskeys)},
		{"CompromisedPasskeysU2F", keyed(testCompromisedPasskeys)},
		{"CompromisedAndStaff", named(testCompromisedAndStaff)},
		{"CompromisedAndStaffU2F", keyed(testCompromisedAndStaff)},
		{"CompromisedRace", named(testCompromisedRace)},
		{"CompromisedRaceU2F", keyed(testCompromisedRace)},
		{"CompromisedReplaced", named(testCompromisedReplaced)},
		{"CompromisedReplacedU2F", keyed(testCompromisedReplaced)},
		{"RevocationComesBack", testRevocationComesBack},
		{"RevocationMatches", testRevocationMatches},
		{"EqualRevocation", testEqualRevocation},
		{"RevocationDecisions", testRevocationDecisions},
		{"RevocationSettles", testRevocationSettles},
		{"RevocationRetries", testRevocationRetries},
		{"RevocationRace", testRevocationRace},
		{"RevocationErased", testRevocationErased},
		{"RevocationPurge", testRevocationPurge},

		{"Inventory", testInventory},
		{"EventCounts", testEventCounts},

		{"AuditEventComesBackAsStored", testAuditEventComesBackAsStored},
		{"AuditFilters", testAuditFilters},
		{"AuditPages", testAuditPages},
		{"AuditAppendOnly", testAuditAppendOnly},
		{"AuditOnce", testAuditOnce},
		{"AuditOnceRace", testAuditOnceRace},
		{"AuditSealing", testAuditSealing},
		{"AuditSealedOnce", testAuditSealedOnce},
		{"AuditSealRace", testAuditSealRace},
		{"AuditRemoval", testAuditRemoval},
		{"AuditChainAppendOnly", testAuditChainAppendOnly},
		{"Erasure", testErasure},

		{"DeliveriesFollowTheLog", testDeliveriesFollowTheLog},
		{"DeliveryComesBackAsStored", testDeliveryComesBackAsStored},
		{"DeliveryOrder", testDeliveryOrder},
		{"DeliveryClaimRace", testDeliveryClaimRace},
		{"DeliveryFollowRace", testDeliveryFollowRace},
		{"DeliveryOfErasedPerson", testDeliveryOfErasedPerson},
		{"Canaries", testCanaries},

		{"AdminKeys", testAdminKeys},
		{"AdminKeyNames", testAdminKeyNames},
		{"AdminKeyFamily", testAdminKeyFamily},
		{"AdminKeysOfOwner", testAdminKeysOfOwner},
		{"AdminKeysCut", testAdminKeysCut},
		{"AdminKeysMadeWith", testAdminKeysMadeWith},
		{"AdminKeysMadeWithRace", testAdminKeysMadeWithRace},
		{"AdminKeyFamilyRace", testAdminKeyFamilyRace},
		{"AdminKeyTouch", testAdminKeyTouch},
		{"Keys", testKeys},
		{"KeyRace", testKeyRace},

		{"SizeLimits", testSizeLimits},
		{"BadText", testBadText},
		{"Clock", testClock},
		{"Pools", testPools},
		{"ContextEnds", testContextEnds},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, newLedger(t, open(t))) })
	}
}

func testClock(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if now.Location() != time.UTC {
		t.Errorf("Now is in %v, not in UTC", now.Location())
	}
	if off := time.Since(now).Abs(); off > 10*time.Second {
		t.Errorf("the database's clock is %v off ours, on one machine", off)
	}
}

func testContextEnds(t *testing.T, l *ledger) {
	ended, cancel := context.WithCancel(l.ctx)
	cancel()
	n := registration(newID())
	if err := l.CreatePasskey(ended, n); err == nil {
		t.Error("a write in an ended context reports success")
	}
	if _, err := l.Now(ended); err == nil {
		t.Error("a read in an ended context reports success")
	}
	l.check()
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
}
