package trial

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/doctor"
	"latchkey/kratos/canary"
)

// removeLeft removes canaries of runs that were interrupted, and chooses the address of this one's. It never touches an identity without
// the mark.
func (r *run) removeLeft(ctx context.Context) bool {
	var err error
	if r.schemas, err = r.kratos.Schemas(ctx); err != nil {
		r.add(unanswered("kratos.public_url", err))
		return false
	}
	for number := 0; number < spareAddresses && r.address == ""; number++ {
		addresses, err := r.cfg.Addresses(number)
		switch {
		case err != nil:
			r.add(doctor.Skipf("logins: the canary's address cannot be made of secrets.cipher: %v", err))
			return false
		case len(addresses) == 0:
			r.add(doctor.Skipf("logins: there is no secrets.cipher, of which the canary's address is made"))
			return false
		}
		for i, address := range addresses {
			left, err := canary.Find(ctx, r.kratos, r.schemas, address)
			free, ok := r.end(ctx, left, err)
			if !ok {
				return false
			}
			if i == 0 && free {
				r.address = address
			}
		}
	}
	return r.removeRecorded(ctx) && r.address != ""
}

// spareAddresses is how many addresses are tried. Users can register one that they have seen, and guess none.
const spareAddresses = 4

// removeRecorded finds what Find does not: canaries of a secret that is gone.
func (r *run) removeRecorded(ctx context.Context) bool {
	ids, err := r.cfg.Recorded(ctx)
	if err != nil {
		r.add(doctor.Faultf("the canaries of earlier runs cannot be read").Because("%v", err).Do("Run doctor again."))
		return false
	}
	for _, id := range ids[:min(len(ids), mostRecorded)] {
		left, err := canary.Recorded(ctx, r.kratos, id)
		if _, ok := r.end(ctx, left, err); !ok {
			return false
		}
	}
	return true
}

// mostRecorded limits the calls. A canary before those was there at each of their runs.
const mostRecorded = 100

// end removes what is left of another run, once that must have ended. free means that nothing has its address any more; if not ok, this
// run cannot go on.
func (r *run) end(ctx context.Context, left *canary.Left, err error) (free, ok bool) {
	switch {
	case err != nil:
		r.add(unanswered("kratos.admin_url", err))
		return false, false
	case left == nil:
		return true, true
	case !left.Marked:
		r.add(doctor.Warnf("there is an identity with the canary's address that is not marked as one, so another address is used").As("canary.left").
			Because("identity %s at Kratos, without its mark in metadata_admin", left.ID).
			Do("If a run of doctor was killed, remove it: DELETE %s/admin/identities/%s. Otherwise a user registered that address", r.kratos.AdminURL, left.ID))
		return false, true
	case time.Now().Before(left.Until):
		r.add(doctor.Skipf("logins: another doctor is running, or was killed. Run it again after %s", left.Until.Format(time.TimeOnly)))
		return false, false
	}
	removed := r.remove(ctx, left.ID)
	return removed, removed
}

// remove erases an identity here and then deletes it at Kratos: as long as it is there, the next run finds it.
func (r *run) remove(ctx context.Context, id uuid.UUID) (removed bool) {
	ctx, cancel := context.WithTimeout(ctx, removalTime)
	defer cancel()
	err := r.cfg.Erase(ctx, id)
	if err == nil {
		err = canary.Remove(ctx, r.kratos, id)
	}
	if err != nil {
		_, until := r.limit()
		r.add(doctor.Faultf("the canary could not be removed").As("canary.left").Because("identity %s: %v", id, err).
			Do("Run doctor --canary again after %d minutes. The password of that identity is not known to anyone.", int(until.Minutes())))
	}
	return err == nil
}

func unanswered(setting string, err error) doctor.Finding {
	return doctor.Faultf("Kratos stopped answering").Because("%s: %v", setting, err).Do("Run doctor again.")
}
