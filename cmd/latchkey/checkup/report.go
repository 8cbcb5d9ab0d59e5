package checkup

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"latchkey/doctor"
)

// ErrFaults reports that something is at fault. The report says what.
var ErrFaults = errors.New("faults were found")

// Report prints what examine finds: as text, finding by finding, or as JSON in the end. Errors: ErrFaults, and those of examine.
func Report(w io.Writer, asJSON bool, examine func(add func(doctor.Finding)) error) error {
	var report doctor.Report
	add := report.Add
	if !asJSON {
		add = func(f doctor.Finding) {
			report.Add(f)
			_ = f.WriteText(w) // a terminal that is gone is no finding
		}
	}
	if err := examine(add); err != nil {
		return err
	}
	if err := write(w, asJSON, &report); err != nil {
		return err
	}
	if report.Faults > 0 {
		return ErrFaults
	}
	return nil
}

func write(w io.Writer, asJSON bool, report *doctor.Report) error {
	if !asJSON {
		_, err := fmt.Fprintln(w, "\n"+report.Summary())
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}
