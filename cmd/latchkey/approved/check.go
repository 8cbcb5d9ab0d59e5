package approved

import (
	"context"
	"errors"
	"slices"

	"latchkey/authenticator"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/fault"
	"latchkey/metadata/kept"
)

// Use runs f with the open database.
type Use func(ctx context.Context, f func(records kept.Store) error) error

// Check checks FIDO's metadata: that a current list is in use, and that a newer one can be fetched. at is as in doctor.Config.
func Check(w config.WebAuthn, use Use, at func(setting string) string) doctor.Check {
	return doctor.Check{Name: "metadata", Title: "FIDO's metadata is there", After: []string{"database"}, Run: func(ctx context.Context) []doctor.Finding {
		a := Read(w)
		if a.Metadata == nil {
			return []doctor.Finding{doctor.Faultf("FIDO's metadata cannot be read").Because("%v", a.Faults).Do("Correct what it names.")}
		}
		var unusable error
		err := use(ctx, func(records kept.Store) error {
			unusable = a.Metadata.Load(ctx, records)
			return nil
		})
		switch {
		case err != nil: // such as before serve has generated a secret
			return []doctor.Finding{doctor.Skipf("the list of FIDO's metadata in the database was not read").Because("%v", err)}
		case unusable != nil && (!a.Metadata.Ready() || errors.Is(unusable, fault.ErrStoreUnavailable)): // else serve replaces it by the file's
			return []doctor.Finding{doctor.Faultf("the list of FIDO's metadata in the database cannot be used").Because("%v", unusable).
				Do("Do what that says. If its signer is revoked, Latchkey uses the next list that it can fetch.")}
		}
		var fetch error
		if a.Metadata.State().Fetches {
			_, fetch = a.Metadata.Try(ctx)
		}
		return findings(a.Metadata.State(), fetch, needed(w), at)
	}}
}

// needed reports whether new passkeys are refused without a list.
func needed(w config.WebAuthn) bool {
	return slices.ContainsFunc(w.Profiles, func(p config.Profile) bool {
		return p.Attestation == authenticator.Direct || p.Attestation == authenticator.Enterprise
	})
}

// findings says what a state means. fetch is why no list can be fetched.
func findings(s kept.State, fetch error, needed bool, at func(string) string) (found []doctor.Finding) {
	if fetch != nil {
		finding := doctor.Warnf("no list of FIDO's metadata can be fetched; the one before is still used").As("metadata.fetch").Because("%s: %v", s.Source, fetch)
		if s.Number == 0 {
			finding.Wrong = "no list of FIDO's metadata can be fetched, and there is none"
		}
		if s.Number == 0 && needed {
			finding.Result, finding.Wrong = doctor.Fault, finding.Wrong+", so profiles that need attestation refuse all new passkeys"
		}
		finding = finding.Do("Let this host reach it by https, or correct %s.", at("webauthn.metadata.url"))
		if errors.Is(fetch, kept.ErrOlder) {
			finding = finding.Do("Nothing, if it has yet to get the newest one. If number %d was a mistake of the publisher, or forged: latchkey metadata forget %d.", s.Number, s.Number)
		}
		found = append(found, finding)
	}
	if s.Fault != nil {
		finding := doctor.Warnf("the file with FIDO's metadata cannot be used; %s", used(s)).As("metadata.file").Because("%s: %v", s.Source, s.Fault)
		if s.Number == 0 && needed {
			finding.Result = doctor.Fault
		}
		found = append(found, finding.Do("Replace it by the newest list, or correct %s.", at("webauthn.metadata.file")))
	}
	if s.Superseded > 0 {
		found = append(found, doctor.Warnf("the file is older than the list that is used").As("metadata.older").
			Because("number %d in %s, number %d in the database", s.Superseded, s.Source, s.Number).Do("Replace the file by the newest list; see %s.", at("webauthn.metadata.file")))
	}
	if s.Overdue {
		found = append(found, doctor.Warnf("the list of FIDO's metadata should have been replaced").As("metadata.overdue").Because("%s", s).
			Do("Replace the file, or see why none can be fetched. Until then, what FIDO has reported since is not known."))
	}
	if len(found) > 0 {
		return found
	}
	if s.Number == 0 {
		return []doctor.Finding{doctor.Warnf("no list of FIDO's metadata was fetched yet, and one can be").As("metadata.fetch").Because("%s", s).Do("Start latchkey serve, which fetches it.")}
	}
	return []doctor.Finding{{Result: doctor.OK, Wrong: "FIDO's metadata is current: " + s.String()}}
}
