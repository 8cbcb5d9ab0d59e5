package audit

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"
)

// The faults of a tampered log. They are part of the contract of `latchkey audit verify --json`.
const (
	FaultKeyMissing       = "key_missing"       // there are heads, but no key that could have signed them
	FaultHeadMissing      = "head_missing"      // a number is missing
	FaultHeadChanged      = "head_changed"      // it does not follow from the previous one, or its list of rows differs
	FaultHeadSignature    = "head_signature"    // not signed by our key
	FaultRemovalSignature = "removal_signature" // its rows are gone, and not removed by us
	FaultEventChanged     = "event_changed"
	FaultEventMissing     = "event_missing"
	FaultEventAdded       = "event_added"
	FaultKeptKey          = "kept_key"  // the kept head was signed by another key than this database's
	FaultKeptHead         = "kept_head" // the chain has another head at that number
	FaultTailCut          = "tail_cut"  // the chain ends before the kept head
)

// maxFaults is how many faults are listed; all are counted.
const maxFaults = 100

// Fault is one difference from what was sealed.
type Fault struct {
	Fault string     `json:"fault"`
	Batch int64      `json:"batch,omitempty"`
	Event *uuid.UUID `json:"event,omitempty"`
}

// Report is the result of Verify.
type Report struct {
	Batches int64 `json:"batches"`
	Removed int64 `json:"removed"` // of the batches: their rows are past retention
	Events  int64 `json:"events"`
	Erased  int64 `json:"erased"` // of the events: their personal fields are blanked
	// Unsealed events are not protected yet.
	Unsealed       int64      `json:"unsealed"`
	OldestUnsealed *time.Time `json:"oldest_unsealed,omitempty"`
	Head           *Head      `json:"head"`
	FaultCount     int64      `json:"fault_count"`
	Faults         []Fault    `json:"faults"` // at most 100
}

// Intact reports whether there are no faults.
func (r *Report) Intact() bool { return r.FaultCount == 0 }

// faultSentences explain each kind of fault.
var faultSentences = map[string]string{
	FaultKeyMissing:       "The key that signs heads is gone from the database, so no signature can be checked.",
	FaultHeadMissing:      "This batch and its head are missing.",
	FaultHeadChanged:      "The head was changed, or it does not follow from the one before.",
	FaultHeadSignature:    "The head was not signed by this Latchkey.",
	FaultRemovalSignature: "The events were removed, and not by retention.",
	FaultEventChanged:     "The event was changed.",
	FaultEventMissing:     "The event is missing.",
	FaultEventAdded:       "The event does not belong there.",
	FaultKeptKey:          "The head you kept was signed by another key: the log was recreated, or the head is of another database.",
	FaultKeptHead:         "The head you kept is another: the log was recreated from here or before.",
	FaultTailCut:          "The log ends before the head you kept.",
}

// WriteText prints the report for people. compared: a kept head was compared.
func (r *Report) WriteText(w io.Writer, compared bool) error {
	if len(r.Faults) > 0 {
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "BATCH\tEVENT\tWHAT IS WRONG")
		for _, f := range r.Faults {
			event := "-"
			if f.Event != nil {
				event = f.Event.String()
			}
			fmt.Fprintf(table, "%d\t%s\t%s\n", f.Batch, event, faultSentences[f.Fault])
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	if more := r.FaultCount - int64(len(r.Faults)); more > 0 {
		fmt.Fprintf(w, "and %d more\n", more)
	}
	_, err := fmt.Fprintf(w, "%d events in %d batches; %d blanked by erasure, %d batches removed by retention, %d events not sealed yet\n",
		r.Events, r.Batches, r.Erased, r.Removed, r.Unsealed)
	if err != nil || !r.Intact() {
		return err
	}
	verdict := "intact"
	if !compared {
		verdict += "; compare with a head kept elsewhere (--head) to see that nothing was cut off at the end"
	}
	_, err = fmt.Fprintln(w, verdict)
	return err
}
