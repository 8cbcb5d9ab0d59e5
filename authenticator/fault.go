package authenticator

import "slices"

// Fault is a requirement that contradicts another, or that nothing could check.
type Fault struct{ Member, Wrong, Remedy string }

// Sources are what an installation can verify attestations with.
type Sources struct {
	Roots    bool // webauthn.attestation_roots
	Metadata bool // FIDO's metadata
}

// Faults returns everything that contradicts itself in a profile: each would refuse all passkeys, or check nothing.
func (p Profile) Faults(s Sources) (faults []Fault) {
	const prove = "Set attestation: direct, or remove it."
	for _, rule := range []struct {
		broken bool
		fault  Fault
	}{
		{p.Requires() && !s.Roots && !s.Metadata, Fault{"attestation", "is " + p.Attestation + ", but nothing is configured that could verify an attestation.", "Set webauthn.attestation_roots."}},
		{len(p.Allow) > 0 && !p.Requires(), Fault{"allow", "needs attestation: without it, a model is only a claim.", prove}},
		{len(p.Deny) > 0 && !p.Requires(), Fault{"deny", "needs attestation: without it, a model is only a claim.", prove}},
		{p.Certified != "" && !p.Requires(), Fault{"certified", "needs attestation: without it, a model is only a claim.", prove}},
		{p.Certified != "" && !s.Metadata, Fault{"certified", "needs FIDO's metadata, which says what is certified.", "Set webauthn.metadata.file, or remove it."}},
		{p.Binding == DeviceBound && !p.Requires(), Fault{"binding", "is device_bound, which needs attestation: without it, any program can claim to be a device.", prove}},
		{p.FIDO2Only && !p.Requires(), Fault{"fido2_only", "needs attestation, which says by which protocol a key was made.", prove}},
		{len(p.SyncedFrom) > 0 && p.Binding != Synced, Fault{"synced_from", "needs binding: synced.", "Set binding: synced, or remove it."}},
		{len(p.SyncedFrom) > 0 && p.Requires(), Fault{"synced_from", "contradicts attestation: " + p.Attestation + ": providers of synced passkeys give none.", "Remove one of them, or name the models in allow."}},
	} {
		if rule.broken {
			faults = append(faults, rule.fault)
		}
	}
	for _, model := range p.Allow {
		if slices.Contains(p.Deny, model) {
			faults = append(faults, Fault{"deny", "names " + model + ", which allow names, too.", "Remove it from one of them."})
		}
	}
	return faults
}
