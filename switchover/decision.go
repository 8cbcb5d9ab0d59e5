package switchover

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/device"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/text"
	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/record"
)

// decision collects what to import for one identity.
type decision struct {
	from     string // where the passkeys are now
	rpID     string
	provider func(aaguid uuid.UUID) *webauthnsvc.Provider
	at       time.Time
	natives  account.Natives
	rows     []store.Passkey
	sighted  []standing.Sighted
	room     int        // how many more passkeys the identity can have here
	first    bool       // the identity has no passkey here, and never had one
	lost     *time.Time // when a second factor disappeared from Kratos lately, with first; see standing.Imports.Lost
	// adopted is the first passkey, if it came from Kratos: it took those that Kratos held then along, unconfirmed.
	adopted *adopted

	result   Identity
	imported []store.Passkey
	copies   map[int]uuid.UUID // the imported ones, by the index of Kratos' copy in sighted
	removed  [][]byte          // credential IDs that are recorded as removed
	disowned []string          // the kinds of factors at Kratos that the user has disowned elsewhere
	refused  map[int]string    // why others were not imported, likewise
	vouchers []store.Factor    // what vouches for the imported ones, unless they are the first
	along    bool              // some of the imported ones rest on the adopted one
	seen     []store.FactorSighting
}

// judge decides about one passkey. elsewhere is why it cannot be imported because of other records.
func (d *decision) judge(n account.NativePasskey, elsewhere refusal) {
	result := Passkey{CredentialID: n.ID, Kind: n.Kind, StepUpOnly: n.SecondFactor, Result: ResultRefused}
	at := d.indexOf(n.Kind, n.ID, n.PublicKey)
	var factor *store.Factor
	if at >= 0 {
		factor = d.sighted[at].Row
	}
	switch {
	case present(n, d.rows):
		result.Result = ResultPresent
	case present(n, d.imported): // Kratos holds it by both of its methods
		result.Result = ResultPresent
		d.copied(at, d.imported[indexOfID(n, d.imported)].ID)
	case sameID(n, d.rows), sameID(n, d.imported):
		result.Reason = ReasonDifferent
	case elsewhere.reason != "":
		result.Reason, result.Detail = elsewhere.reason, elsewhere.detail
	case factor != nil && factor.DisownedAt != nil:
		result.Reason = ReasonDisowned
	case d.sinceLoss(factor):
		result.Reason = ReasonLost
	case slices.ContainsFunc(d.rows, store.Passkey.Disregarded):
		result.Reason = ReasonContested
	case !d.first && (factor == nil || factor.GoneAt != nil || factor.VouchedAt == nil && !d.adopted.with(*factor)):
		result.Reason = ReasonUnconfirmed
	default:
		row, err := record.Row(d.natives.Identity.ID, d.rpID, nameOf(n, d.provider, slices.Concat(d.rows, d.imported)), n, d.placeholder(), d.at)
		switch {
		case err != nil:
			result.Reason, result.Detail = ReasonUnusable, err.Error()
		case len(row.UserHandle) == 0:
			result.Reason, result.Detail = ReasonUnusable, "Kratos names no user handle"
		case len(d.imported) >= d.room:
			result.Reason = ReasonLimit
		default:
			result.Result, result.Name = ResultImported, row.Name
			d.imported = append(d.imported, row)
			d.copied(at, row.ID)
			switch {
			case factor != nil && factor.VouchedAt != nil:
				d.vouchers = append(d.vouchers, *factor)
			case !d.first:
				d.along = true
			}
		}
	}
	d.refusedAs(at, result.Reason)
	d.result.Passkeys = append(d.result.Passkeys, result)
}

// sinceLoss reports whether a factor may have come through the gap that a lost second factor left; nil: one that is not recorded.
func (d *decision) sinceLoss(factor *store.Factor) bool {
	return d.lost != nil && (factor == nil || factor.GoneAt != nil || !factor.FirstSeenAt.Before(*d.lost))
}

// vouch records the factors at Kratos. First factors and those that are imported are always vouched for, others if all are. What
// is neither vouched for nor recorded is left to the user's next session, which asks about it. So is what may be an attacker's.
func (d *decision) vouch(all bool) {
	d.seen = []store.FactorSighting{}
	for at, one := range d.sighted {
		passkey, imported := d.copies[at]
		disowned := slices.Contains(d.disowned, one.Kind)
		if imported || !disowned && (all && !one.Unsure && !d.doubted(at) || assurance.Begins(one.Kind)) {
			one.Sighting.Vouch = store.VouchedImport
			if imported { // a thief of its key must not keep Kratos' copy when it is revoked here
				one.Sighting.By = []uuid.UUID{passkey}
			}
			if !imported && !assurance.FirstKind(one.Kind) && (one.Row == nil || one.Row.VouchedAt == nil && one.Row.DisownedAt == nil) {
				d.result.Vouched++
			}
		}
		if one.Sighting.Vouch != "" || one.Row != nil || disowned { // unrecorded, it could count as there before the first passkey
			d.seen = append(d.seen, one.Sighting)
		}
	}
}

// doubted reports whether a factor may be an attacker's: it came after a loss, or it is a passkey that was refused. Neither a taken
// credential ID nor a record that cannot be used nor the limit says anything about whose it is.
func (d *decision) doubted(at int) bool {
	switch d.refused[at] {
	case "", ReasonTaken, ReasonUnusable, ReasonLimit:
		return d.sinceLoss(d.sighted[at].Row)
	}
	return true
}

// indexOf returns the index in sighted of the factor with that key, or -1. Another key with the same credential ID is another
// factor: anyone with the password can set one up at Kratos.
func (d *decision) indexOf(kind string, credentialID, publicKey []byte) int {
	material := assurance.KeyMaterial(credentialID, publicKey)
	return slices.IndexFunc(d.sighted, func(s standing.Sighted) bool { return s.Kind == kind && s.Material.Equal(material) })
}

func (d *decision) copied(at int, passkey uuid.UUID) {
	if d.copies == nil {
		d.copies = map[int]uuid.UUID{}
	}
	if at >= 0 {
		d.copies[at] = passkey
	}
}

func (d *decision) refusedAs(at int, reason string) {
	if d.refused == nil {
		d.refused = map[int]string{}
	}
	if at >= 0 && reason != "" {
		d.refused[at] = reason
	}
}

// placeholder is the user handle of passkeys whose own is unknown.
func (d *decision) placeholder() []byte {
	if len(d.natives.Handles) == 0 {
		return nil
	}
	return d.natives.Handles[0]
}

// nameOf returns the name that the user gave, or else calls the passkey after what holds it: in English, because no user is there
// to read it. others are the user's other passkeys.
func nameOf(n account.NativePasskey, provider func(aaguid uuid.UUID) *webauthnsvc.Provider, others []store.Passkey) string {
	if runes := []rune(n.Name); len(runes) > 64 {
		n.Name = string(runes[:64])
	}
	if name, err := text.CleanName(n.Name); err == nil {
		return name
	}
	holder := device.Authenticator{Transports: n.Transports, BackupEligible: n.Flags != nil && n.Flags.BackupEligible}
	if provider != nil {
		if known := provider(n.AAGUID); known != nil {
			holder.Provider = known.Name
		}
	}
	var taken []string
	for _, other := range others {
		taken = append(taken, other.Name)
	}
	return device.In("en").PasskeyName(holder, taken)
}

func present(n account.NativePasskey, rows []store.Passkey) bool {
	i := indexOfID(n, rows)
	return i >= 0 && bytes.Equal(publicKey(rows[i]), n.PublicKey)
}

func sameID(n account.NativePasskey, rows []store.Passkey) bool { return indexOfID(n, rows) >= 0 }

func indexOfID(n account.NativePasskey, rows []store.Passkey) int {
	return slices.IndexFunc(rows, func(row store.Passkey) bool { return len(n.ID) > 0 && bytes.Equal(row.CredentialID, n.ID) })
}

func publicKey(p store.Passkey) []byte {
	var record struct {
		PublicKey []byte `json:"publicKey"`
	}
	_ = json.Unmarshal(p.Record, &record) // both were checked before they were stored, or read
	return record.PublicKey
}

// allPresent returns the result of an identity of whose passkeys none is missing here, or nil.
func allPresent(n account.Natives, rows []store.Passkey) *Identity {
	result := Identity{ID: n.Identity.ID}
	for _, one := range n.Passkeys {
		if !present(one, rows) {
			return nil
		}
		result.Passkeys = append(result.Passkeys, Passkey{CredentialID: one.ID, Kind: one.Kind, StepUpOnly: one.SecondFactor, Result: ResultPresent})
	}
	return &result
}

// tooLong returns the result of an identity whose record at Kratos is longer than what is read.
func tooLong(n account.Natives) Identity {
	one := Passkey{Kind: n.Passkeys[0].Kind, Result: ResultRefused, Reason: ReasonUnusable, Detail: "it is longer than 1 MiB"}
	return Identity{ID: n.Identity.ID, Passkeys: []Passkey{one}}
}

// refusedAll returns the result of an identity that cannot be imported now.
func refusedAll(n account.Natives, rows []store.Passkey, reason string) Identity {
	result := Identity{ID: n.Identity.ID, Role: n.Identity.HasRole()}
	for _, one := range n.Passkeys {
		p := Passkey{CredentialID: one.ID, Kind: one.Kind, StepUpOnly: one.SecondFactor, Result: ResultRefused, Reason: reason}
		if present(one, rows) {
			p.Result, p.Reason = ResultPresent, ""
		}
		result.Passkeys = append(result.Passkeys, p)
	}
	return result
}

// adopted is a first passkey that a login adopted.
type adopted struct {
	passkey   uuid.UUID
	at, until time.Time // as of store.FirstPasskey
}

// firstAdopted returns the first passkey if a login adopted it and it is still here, or nil. Whether one did is not in the row: an
// operator's import decides about all that Kratos holds by itself, and a file of another database may say where a row came from.
func firstAdopted(rows []store.Passkey, first *store.FirstPasskey) *adopted {
	if first == nil || first.AlongUntil == nil {
		return nil
	}
	for _, row := range rows {
		if row.Source == store.SourceKratos && row.ImportedAt != nil && row.ImportedAt.Equal(first.At) && row.SuspendedAt == nil {
			return &adopted{row.ID, first.At, *first.AlongUntil}
		}
	}
	return nil
}

// with reports whether a factor was at Kratos when the first passkey was adopted, and has been since. What appears later may be an
// attacker's, also if it was there before, and so may what came after a loss.
func (a *adopted) with(factor store.Factor) bool {
	return a != nil && !factor.FirstSeenAt.After(a.until) && !factor.SeenAt.After(a.at)
}

// alongUntil is for the record of a first passkey that a login adopts.
func (d *decision) alongUntil() *time.Time {
	until := d.at
	if d.lost != nil {
		until = d.lost.Add(-time.Microsecond) // times in the databases have microseconds
	}
	return &until
}

// evidence is what the imported passkeys rest on, unless they are the first.
func (d *decision) evidence(ctx context.Context, factors standing.Imports) (store.Evidence, error) {
	by, err := factors.VouchedBy(ctx, d.natives.Identity.ID, d.vouchers)
	if d.along && !slices.Contains(by.Passkeys, d.adopted.passkey) {
		by.Passkeys = append(by.Passkeys, d.adopted.passkey)
	}
	return by, err
}

// sightings are what an adoption records, and an import of what it took along: the copies of the passkeys, each of which its passkey
// vouches for. With the first one they are also the other passkeys that Kratos holds at this moment.
func (d *decision) sightings() []store.FactorSighting {
	list := []store.FactorSighting{}
	for at, one := range d.sighted {
		native := one.Kind == assurance.KindPasskey || one.Kind == assurance.KindWebAuthn
		if passkey, ok := d.copies[at]; ok && (one.Row == nil || one.Row.VouchedAt == nil) {
			one.Sighting.Vouch, one.Sighting.By = store.VouchedImport, []uuid.UUID{passkey}
		}
		if one.Row != nil || one.Sighting.Vouch != "" || d.first && native {
			list = append(list, one.Sighting)
		}
	}
	return list
}
