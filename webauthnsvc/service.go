package webauthnsvc

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/decoy"
	"latchkey/fault"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc/appid"
)

// Store is the part of the store that this package uses.
type Store interface {
	store.Passkeys
	// ImportPasskeys is part of store.Imports.
	ImportPasskeys(ctx context.Context, i store.PasskeyImport) error
	store.Challenges
	store.PasskeySessions
	store.Tombstones
	store.Keys
	// AddCode is part of store.AuthorizationCodes.
	AddCode(ctx context.Context, c store.AuthorizationCode) error
	// AuditEvents is part of store.Audit.
	AuditEvents(ctx context.Context, filter store.AuditFilter, page store.Page) ([]store.AuditEvent, error)
	// RecoveryCodesOf is part of store.RecoveryCodes.
	RecoveryCodesOf(ctx context.Context, identityID uuid.UUID) ([]store.RecoveryCode, error)
	// AdminKeysMadeWith is part of store.AdminKeys.
	AdminKeysMadeWith(ctx context.Context, passkeyID uuid.UUID) ([]store.AdminKey, error)
}

// Service runs the ceremonies. It is safe for concurrent use, and keeps no state between calls except keys and
// counters.
type Service struct {
	cfg            Config
	store          Store
	identities     Kratos
	pages          standing.Pages
	relyingParties []relyingParty
	seal           *seal.Sealer

	policy   assurance.Policy
	standing *standing.Service

	decoys  decoy.Credentials
	adopter Adopter // nil: nothing is adopted

	endings *standing.Endings
	audit   *audit.Log
}

// New returns a service. It makes no calls. The error names invalid settings of a relying party.
func New(cfg Config, st Store, log *audit.Log, sealer *seal.Sealer, sessions *standing.Service, endings *standing.Endings, identities Kratos, pages standing.Pages) (*Service, error) {
	s := &Service{
		cfg: cfg, store: st, audit: log, seal: sealer, standing: sessions, endings: endings, identities: identities, pages: pages,
		policy: cfg.Policy,
	}
	s.decoys = decoy.New(sealer, st)
	configured := RPIDsAt(cfg.RPs, "")
	for _, settings := range cfg.RPs {
		rp, err := newRelyingParty(settings, cfg.FrameAncestors, cfg.UserVerification)
		if err != nil {
			return nil, err
		}
		rp.configured = configured
		s.relyingParties = append(s.relyingParties, rp)
	}
	return s, nil
}

// chooseRelyingParty returns the relying party of a ceremony: the first that lists the request's origin, or with rpID
// the one with that ID, if it lists the origin. A request without an origin matches all.
func (s *Service) chooseRelyingParty(origin, rpID string) (*relyingParty, error) {
	for i := range s.relyingParties {
		rp := &s.relyingParties[i]
		if (rpID == "" || rp.ID == rpID) && rp.serves(origin) {
			return rp, nil
		}
	}
	if rpID != "" {
		return nil, &fault.FieldError{Field: "rp_id", Problem: "no relying party of that ID serves this origin"}
	}
	// The most common error of configuration is reported at begin, before the user touches the authenticator.
	return nil, &Refusal{Reason: ReasonOriginMismatch, Expected: s.allOrigins(), Received: origin}
}

// relyingPartiesAt returns all relying parties whose passkeys can be used at this origin, in the order of the
// configuration; without an origin, all of them.
func (s *Service) relyingPartiesAt(origin string) []*relyingParty {
	var relyingParties []*relyingParty
	for i := range s.relyingParties {
		if rp := &s.relyingParties[i]; rp.serves(origin) {
			relyingParties = append(relyingParties, rp)
		}
	}
	return relyingParties
}

// appIDFor returns the AppID, if one of these passkeys may have been registered for it and a response from the origin can name it, or
// else "".
func (rp *relyingParty) appIDFor(origin string, rows []store.Passkey) string {
	origins := []string{origin}
	if origin == "" {
		origins = rp.origins()
	}
	if rp.AppID == "" || !appid.Requests(rp.ID, origins, rows) {
		return ""
	}
	return rp.AppID
}

func (s *Service) relyingPartyByID(rpID string) (*relyingParty, error) {
	for i := range s.relyingParties {
		if s.relyingParties[i].ID == rpID {
			return &s.relyingParties[i], nil
		}
	}
	return nil, fmt.Errorf("%w: its relying party is no longer configured", fault.ErrCeremonyInvalid)
}

func (s *Service) allOrigins() []string {
	var all []string
	for i := range s.relyingParties {
		all = append(all, s.relyingParties[i].origins()...)
	}
	return all
}

// Prepare loads the keys of this package, and creates those that do not exist. A key that was encrypted with an old
// secret is encrypted again, so the old secret can be removed. Errors: fault.ErrStoreUnavailable.
func (s *Service) Prepare(ctx context.Context) error {
	return s.decoys.Prepare(ctx)
}

// spend spends a ceremony that was refused after it was opened, and returns the refusal. Of two concurrent finishes,
// one gets the refusal and the other fault.ErrCeremonySpent.
func (s *Service) spend(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, err error) error {
	if spendErr := s.store.SpendChallenge(ctx, c.challenge(), s.audit.LimitRefusal(event, kind, err)); spendErr != nil {
		return fault.OfStore(spendErr)
	}
	return err
}

// markBackupFlags spends the ceremony of an assertion with another BE flag, and marks the passkey. While it is marked,
// the login gate does not require it: no login with it can succeed, unless the authenticator reverts the change.
func (s *Service) markBackupFlags(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, refusal *Refusal) error {
	_, err := s.store.SuspectPasskey(ctx, store.Suspicion{
		PasskeyID: refusal.mark, Challenge: c.challenge(), BackupFlags: true,
		At: event.At, Event: audit.Refused(event, kind, refusal),
	})
	switch {
	case errors.Is(err, store.ErrNotFound): // removed concurrently
		return s.spend(ctx, c, event, kind, refusal)
	case err != nil:
		return fault.OfStore(err)
	}
	return refusal
}

func (s *Service) passkeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error) {
	rows, err := s.store.PasskeysOf(ctx, identityID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return rows, nil
}

// verifiesUser reports whether user verification in an assertion of this passkey counts.
func (s *Service) verifiesUser(row store.Passkey, flagged bool) bool {
	return flagged && s.policy.VerifiesUser(row)
}

// Adopt makes the logins of a service adopt passkeys (kratos.adopt). It must be called before the first login.
func Adopt(s *Service, adopter Adopter) { s.adopter = adopter }

// maxPasskeys returns how many passkeys a user may hold. Who holds more, by an earlier setting, keeps them.
func (s *Service) maxPasskeys(identity account.Identity) int {
	return s.cfg.Rules.For(identity.Subject(), s.cfg.Now()).MaxPasskeys
}
