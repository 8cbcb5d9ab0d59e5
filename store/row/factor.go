package row

import "latchkey/store"

// FactorColumns are the columns of a factor.
const FactorColumns = `
		id,
		identity_id,
		kind,
		fingerprint,
		first_seen_at,
		seen_at,
		vouched_at,
		how,
		disowned_at,
		gone_at,
		set_up_at,
		vouched_by,
		vouched_by_factors`

// Unvouched sets the columns of the vouch to those of a factor that is not vouched.
const Unvouched = `
		vouched_at = NULL,
		vouched_by = NULL,
		vouched_by_factors = NULL,
		how = ''`

// Factor returns the fields of FactorColumns.
func Factor(f *store.Factor) []any {
	return []any{
		&f.ID,
		&f.IdentityID,
		&f.Kind,
		Fixed(f.Fingerprint[:]),
		&f.FirstSeenAt,
		&f.SeenAt,
		&f.VouchedAt,
		&f.How,
		&f.DisownedAt,
		&f.GoneAt,
		&f.SetUpAt,
		&f.VouchedBy,
		&f.VouchedByFactors,
	}
}
