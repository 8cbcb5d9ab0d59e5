package switchover

import (
	"context"
	"fmt"
	"io"

	"latchkey/assurance"
	"latchkey/switchover/portable"
)

// fromFile is the source of passkeys from a file, in the audit log.
const fromFile = "json"

// ImportFile imports a file of package portable, and reports each line. It first reads the file to its end: one that is not
// complete changes nothing. A line that is wrong is refused as a whole. Errors: those of file and report,
// fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (i *Importer) ImportFile(ctx context.Context, file io.ReadSeeker, report func(Identity) error, progress func(Totals)) (Totals, error) {
	var totals Totals
	if err := portable.Walk(file, func(int, []byte, error) error { return ctx.Err() }); err != nil {
		return totals, fmt.Errorf("nothing is imported from this file: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return totals, err
	}
	err := portable.Walk(file, func(number int, text []byte, err error) error {
		one, err := i.line(ctx, text, err)
		if err != nil {
			return err
		}
		one.Line = number
		totals.add(one)
		totals.Identities++
		progress(totals)
		return report(one)
	})
	return totals, err
}

// line imports the identity of a line, unless that is wrong.
func (i *Importer) line(ctx context.Context, text []byte, wrong error) (Identity, error) {
	if wrong != nil {
		return Identity{Passkeys: []Passkey{{Kind: assurance.KindPasskey, Result: ResultRefused, Reason: ReasonInvalid, Detail: wrong.Error()}}}, nil
	}
	read, wrong := portable.Parse(text, i.cfg.Now())
	f := Found{
		From: fromFile, IdentityID: read.IdentityID, Passkeys: read.Passkeys, Handles: read.Handles, Removed: read.Removed, Disowned: read.Disowned,
	}
	switch {
	case wrong == nil:
		return i.Import(ctx, f)
	case len(f.Passkeys) == 0:
		one, _ := i.line(ctx, nil, wrong)
		one.ID = f.IdentityID
		return one, nil
	}
	return f.refused(ReasonInvalid, wrong.Error()), nil
}
