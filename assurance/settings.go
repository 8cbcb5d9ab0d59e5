package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Kratos does not record which session set a password. So a new password proves nothing about who set it, and a request
// by the owner's fresh session must not vouch for one that an attacker with a stolen key has set. The settings gate knows the
// session, since Kratos calls it before it stores a change. It records everything that Kratos holds at that moment, and
// the time (store.FirstPasskey, SettingsAt). A factor that was not among it and that Kratos changed right afterwards is
// vouched, whenever and in whichever session it is first seen, while everything on which that session rested still stands:
// the vouch rests on the same. Without the gate, the user is asked.

// settingsBefore and settingsAfter bound how far Kratos' time of a change may be from that of the settings gate: clocks
// differ, some databases store whole seconds, and other web_hooks may run in between.
const (
	settingsBefore = 5 * time.Second
	settingsAfter  = 30 * time.Second
)

// changedAtGate reports whether a factor is the change that the settings gate last let a fresh session make. The gate
// refuses every other session meanwhile. Kratos can change factors without it, for example by linking a provider at a
// login; but one settings flow makes one change, so if two factors changed in that time, neither is vouched.
func (f Facts) changedAtGate(factor Factor) bool {
	return f.sinceGate(factor) && !slices.ContainsFunc(slices.Concat(f.First, f.Factors), func(other Factor) bool {
		return f.sinceGate(other) && !sameChange(factor, other)
	})
}

// atGate returns what the session rested on that the settings gate let through.
func (f Facts) atGate() store.Evidence {
	return store.Evidence{Passkeys: f.SettingsPasskeys, Factors: f.SettingsFactors}
}

// gateStands reports whether the settings gate would still let that session through: the passkeys stand, and no factor has been
// disowned or has lost its vouch. A record without any is that of an older binary.
func (f Facts) gateStands(rows []store.Factor) bool {
	return len(f.SettingsPasskeys)+len(f.SettingsFactors) > 0 && f.allStand(f.SettingsPasskeys) &&
		(len(f.SettingsFactors) == 0 || allVouched(f.rowsOf(f.SettingsFactors, rows)))
}

// sinceGate reports whether a factor did not exist when the settings gate last let a fresh session through, and was
// changed right afterwards.
func (f Facts) sinceGate(factor Factor) bool {
	if f.SettingsAt == nil || factor.Unsure || factor.ChangedAt.IsZero() {
		return false
	}
	after := factor.ChangedAt.Sub(*f.SettingsAt)
	unseen := factor.ID == uuid.Nil || factor.FirstSeenAt.After(*f.SettingsAt)
	return unseen && after >= -settingsBefore && after <= settingsAfter
}

// sameChange reports whether one settings flow can have changed both. Traits may contain several addresses, and each may
// be a second factor as well.
func sameChange(a, b Factor) bool {
	ofAddress := func(one Factor) bool { return one.Kind == KindAddress || one.Kind == KindCode }
	return a.Kind == b.Kind && a.Fingerprint == b.Fingerprint || ofAddress(a) && ofAddress(b)
}
