package compromised

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/fault"
	"latchkey/store"
)

const (
	// lookedAt is how many passkeys of a model, the newest, CountStaff looks at.
	lookedAt = 1000
	// askedFor is how many users Kratos is asked for at once.
	askedFor = 100
)

// CountStaff counts who has a role among the users of an overview without another passkey. Errors: fault.ErrStoreUnavailable, and those of
// Config.Staff.
func (s *Service) CountStaff(ctx context.Context, o *Overview) error {
	var affected []authenticator.Model
	for _, m := range o.Models {
		if !m.Exempt {
			affected = append(affected, m.Model)
		}
	}
	for i := range o.Models {
		m := &o.Models[i]
		if m.Exempt || m.WithoutAnother == 0 {
			continue
		}
		n, err := s.staffWithoutAnother(ctx, m.Model, affected)
		if err != nil {
			return err
		}
		m.Staff = &n
	}
	return nil
}

func (s *Service) staffWithoutAnother(ctx context.Context, model authenticator.Model, affected []authenticator.Model) (n int64, err error) {
	suspended := false
	rows, err := s.store.ListPasskeys(ctx, store.PasskeyFilter{AAGUID: &model.AAGUID, KeyIdentifier: &model.KeyIdentifier, Suspended: &suspended}, store.Page{Size: lookedAt})
	if err != nil {
		return 0, fault.OfStore(err)
	}
	var users []uuid.UUID
	for _, row := range rows {
		users = append(users, row.IdentityID)
	}
	slices.SortFunc(users, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	for some := range slices.Chunk(slices.Compact(users), askedFor) {
		staff, err := s.cfg.Staff(ctx, some)
		if err != nil {
			return 0, err
		}
		for _, id := range staff {
			held, err := s.store.PasskeysOf(ctx, id)
			if err != nil {
				return 0, fault.OfStore(err)
			}
			if !slices.ContainsFunc(held, func(p store.Passkey) bool { return p.SuspendedAt == nil && !slices.Contains(affected, p.Model()) }) {
				n++
			}
		}
	}
	return n, nil
}
