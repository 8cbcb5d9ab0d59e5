package audit

import (
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
