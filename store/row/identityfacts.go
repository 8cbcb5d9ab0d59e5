package row

import (
	"slices"

	"github.com/google/uuid"

	"latchkey/store"
)

// RemovedID is a passkey that is removed, and whose it was.
type RemovedID struct{ ID, IdentityID uuid.UUID }

// SecondWayOf is what is stored about the second way of an identity.
type SecondWayOf struct {
	IdentityID uuid.UUID
	store.SecondWay
}

// FactsOf reads what is stored of several identities.
type FactsOf struct{ Passkeys, Removed, Factors, First, SecondWays string }

// IdentityFacts reads what is stored of the identities that the condition selects by identity_id.
func IdentityFacts(among string) FactsOf {
	return FactsOf{
		Passkeys: `SELECT` + passkeyStateColumns + ` FROM passkeys WHERE ` + among + ` ORDER BY id`,
		Removed:  `SELECT id, identity_id FROM removed_passkeys WHERE ` + among + ` AND kept ORDER BY id`,
		Factors:  `SELECT` + FactorColumns + ` FROM factors WHERE ` + among + ` ORDER BY id`,
		First:    `SELECT` + FirstPasskeyColumns + ` FROM first_passkeys WHERE ` + among,
		SecondWays: `
	SELECT
		identity_id,
		sum(codes),
		max(second),
		max(first)
	FROM (
		SELECT identity_id, 1 AS codes, CAST(NULL AS timestamptz) AS second, CAST(NULL AS timestamptz) AS first
		FROM recovery_codes
		WHERE ` + among + ` AND used_at IS NULL AND ` + RecoveryCodeKind + ` = '` + store.CodeOwn + `'
		UNION ALL
		SELECT identity_id, 0, began_at, NULL
		FROM second_grace
		WHERE ` + among + `
		UNION ALL
		SELECT identity_id, 0, NULL, began_at
		FROM enrolment_grace
		WHERE ` + among + `
	) AS ways
	GROUP BY identity_id`,
	}
}

// passkeyStateColumns are the columns on which decisions depend: the record of the registration is most of a row.
const passkeyStateColumns = `
		id,
		identity_id,
		rp_id,
		aaguid,
		created_at,
		suspended_at,
		uv_initialized,
		suspended_for,
		uv_initialized_by,
		backup_flags_at,
		suspended_by,
		step_up_only`

// PasskeyState returns the fields of FactsOf.Passkeys.
func PasskeyState(p *store.Passkey) []any {
	return []any{
		&p.ID, &p.IdentityID, &p.RPID, &p.AAGUID, &p.CreatedAt, &p.SuspendedAt, &p.UVInitialized, &p.SuspendedFor, &p.UVInitializedBy,
		&p.BackupFlagsAt, &p.SuspendedBy, &p.StepUpOnly,
	}
}

// Removed returns the fields of FactsOf.Removed.
func Removed(r *RemovedID) []any { return []any{&r.ID, &r.IdentityID} }

// SecondWays returns the fields of FactsOf.SecondWays.
func SecondWays(w *SecondWayOf) []any {
	return []any{&w.IdentityID, &w.Codes, &w.GraceBegan, &w.FirstGraceBegan}
}

// Facts are the rows of several identities.
type Facts struct {
	Passkeys   []store.Passkey
	Removed    []RemovedID
	Factors    []store.Factor
	First      []store.FirstPasskey
	SecondWays []SecondWayOf
}

// Ascending reports whether IDs are in ascending order, so that they can be read as a range.
func Ascending(ids []uuid.UUID) bool {
	return len(ids) > 0 && slices.IsSortedFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
}

// ByIdentity returns the rows of each of the identities.
func (f *Facts) ByIdentity(ids []uuid.UUID) map[uuid.UUID]store.SessionFacts {
	asked := make(map[uuid.UUID]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	all := make(map[uuid.UUID]store.SessionFacts, len(ids))
	add := func(id uuid.UUID, to func(*store.SessionFacts)) {
		if !asked[id] {
			return
		}
		facts, found := all[id]
		if !found {
			facts.SecondWay = &store.SecondWay{}
		}
		to(&facts)
		all[id] = facts
	}
	for _, p := range f.Passkeys {
		add(p.IdentityID, func(of *store.SessionFacts) { of.Passkeys = append(of.Passkeys, p) })
	}
	for _, r := range f.Removed {
		add(r.IdentityID, func(of *store.SessionFacts) { of.Removed = append(of.Removed, r.ID) })
	}
	for _, one := range f.Factors {
		add(one.IdentityID, func(of *store.SessionFacts) { of.Factors = append(of.Factors, one) })
	}
	for i := range f.First {
		add(f.First[i].IdentityID, func(of *store.SessionFacts) { of.First = &f.First[i] })
	}
	for i := range f.SecondWays {
		add(f.SecondWays[i].IdentityID, func(of *store.SessionFacts) { of.SecondWay = &f.SecondWays[i].SecondWay })
	}
	return all
}
