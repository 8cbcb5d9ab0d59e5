package kept

import (
	"fmt"
	"time"
)

// State is what is known of the current list, for those who operate Latchkey.
type State struct {
	Number      int       // of the list; 0: there is none
	NextUpdate  time.Time // zero: there is none
	Overdue     bool      // the day of NextUpdate is over
	Unread      int       // parts of entries that cannot be read
	Source      string    // the address without its query, or the file
	Fetches     bool      // from an address
	ConfirmedAt time.Time // when the address last said that this is its current list; zero: never, or it comes from elsewhere
	Failed      bool      // the last fetch
	Superseded  int       // the number of the file's list, if the database has a newer one
	Fault       error     // why the file cannot be used; nil: it can
}

// State returns the state.
func (k *Keeper) State() State {
	list, now := k.List(), k.cfg.Now()
	s := State{Fetches: k.address != nil}
	if s.Fetches {
		s.Source = k.address.String()
	} else {
		s.Source = k.cfg.File.Path()
	}
	if list != nil {
		s.Number, s.NextUpdate, s.Overdue, s.Unread = list.Number, list.NextUpdate, overdue(list.NextUpdate, now), len(list.Unread)
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	if s.Failed = k.failed; s.Fetches && k.row.Origin == k.origin && k.row.ConfirmedAt != nil {
		s.ConfirmedAt = *k.row.ConfirmedAt
	}
	if !s.Fetches {
		s.Fault = k.cfg.File.Fault()
		if file := k.cfg.File.List(); file != nil && file.Number < s.Number {
			s.Superseded = file.Number
		}
	}
	return s
}

// String describes the list that is in use.
func (s State) String() string {
	if s.Number == 0 {
		return "no list from " + s.Source
	}
	text := fmt.Sprintf("number %d, next update on %s, from %s", s.Number, s.NextUpdate.Format(time.DateOnly), s.Source)
	if !s.ConfirmedAt.IsZero() {
		text += ", confirmed there at " + s.ConfirmedAt.UTC().Format(time.RFC3339)
	}
	if s.Unread > 0 {
		text += fmt.Sprintf(" (parts of its entries that cannot be read: %d)", s.Unread)
	}
	return text
}
