package recovery

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// A recovery code is twelve letters and digits of Crockford's base 32, which leaves out those that look alike: 60
// random bits, shown in three groups of four.
const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength   = 12
	codeGroup    = 4
	// codesInSet is how many a person has; with codesLow left it is time for new ones.
	codesInSet = 10
	codesLow   = 3
	// supportCodeLifetime is how long a code is good that support has given.
	supportCodeLifetime = time.Hour
)

// recoveryKeyName is the name of the key that codes are hashed with. Without it, a stolen database cannot be searched
// for codes.
const recoveryKeyName = "recovery_codes"

// RecoveryCodesLeft is what a person may know of their codes at any time.
type RecoveryCodesLeft struct {
	Left      int        `json:"left"`
	CreatedAt *time.Time `json:"created_at"` // of the set; null without one
}

// RecoveryCodesLeft counts the caller's own. ErrRecoveryCodesOff.
func (s *Service) RecoveryCodesLeft(ctx context.Context, session account.Session) (*RecoveryCodesLeft, error) {
	if !s.cfg.RecoveryCodes {
		return nil, ErrRecoveryCodesOff
	}
	codes, err := s.store.RecoveryCodesOf(ctx, session.Identity.ID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if session.Identity.HasRole() {
		codes = nil // from before the role; none of them works
	}
	answer := &RecoveryCodesLeft{Left: leftInSet(codes)}
	for _, c := range codes {
		if c.Kind == store.CodeOwn {
			answer.CreatedAt = &c.CreatedAt
			break
		}
	}
	return answer, nil
}

// leftInSet counts what the person's own set has left.
func leftInSet(codes []store.RecoveryCode) int {
	left := 0
	for _, c := range codes {
		if c.Kind == store.CodeOwn && c.UsedAt == nil {
			left++
		}
	}
	return left
}

// CreateRecoveryCodes makes a new set, which replaces all codes before it and ends what they have earned, and gives it this once. The session must be
// fresh, and the person must have a passkey. ErrEnrolmentRequired, ErrRecoveryCodesOff, ErrIdentityInactive, StepUpRequired.
func (s *Service) CreateRecoveryCodes(ctx context.Context, session account.Session, req audit.Request) ([]string, error) {
	switch {
	case !s.cfg.RecoveryCodes:
		return nil, ErrRecoveryCodesOff
	case !session.Identity.Active:
		return nil, fault.ErrIdentityInactive
	case session.Identity.HasRole():
		return nil, ErrRoleHasNoCodes
	}
	by, err := s.standing.MustBeFresh(ctx, session, req, true)
	if err != nil {
		return nil, err
	}
	codes, rows, event, err := s.newSet(ctx, req, session.Identity.ID)
	if err != nil {
		return nil, err
	}
	if err := s.store.ReplaceRecoveryCodes(ctx, session.Identity.ID, by, rows, event); err != nil {
		return nil, s.standing.EvidenceError(ctx, session, req, err)
	}
	return codes, nil
}

// newSet makes a set of codes, as the person sees them and as they are stored, and the event of it.
func (s *Service) newSet(ctx context.Context, req audit.Request, identityID uuid.UUID) (codes []string, rows []store.RecoveryCode, event store.AuditEvent, err error) {
	event = s.audit.Event(audit.CodesCreated, req, audit.ByIdentity(identityID), audit.AboutIdentity(identityID))
	event.Metadata = audit.Metadata(map[string]any{"count": codesInSet})
	codes, rows = make([]string, codesInSet), make([]store.RecoveryCode, codesInSet)
	for i := range codes {
		if codes[i], rows[i], err = s.newCode(ctx, identityID, event.At); err != nil {
			return nil, nil, event, err
		}
	}
	return codes, rows, event, nil
}

// SupportCode is one code that an admin gives a person.
type SupportCode struct {
	Code      string    `json:"code"`
	ExpiresAt time.Time `json:"expires_at"`
}

// newCode makes a code, as the person sees it and as it is stored.
func (s *Service) newCode(ctx context.Context, identityID uuid.UUID, at time.Time) (string, store.RecoveryCode, error) {
	random := make([]byte, codeLength)
	_, _ = rand.Read(random)
	normal := make([]byte, codeLength)
	for i, b := range random {
		normal[i] = codeAlphabet[b%32] // 256 is a multiple of 32: all are equally likely
	}
	hash, err := s.codeHash(ctx, identityID, string(normal))
	if err != nil {
		return "", store.RecoveryCode{}, err
	}
	var groups []string
	for i := 0; i < codeLength; i += codeGroup {
		groups = append(groups, string(normal[i:i+codeGroup]))
	}
	return strings.Join(groups, "-"), store.RecoveryCode{Kind: store.CodeOwn, Hash: hash, CreatedAt: at.Truncate(time.Microsecond)}, nil
}

// codeHash binds a code in its normal form to its identity.
func (s *Service) codeHash(ctx context.Context, identityID uuid.UUID, normal string) ([32]byte, error) {
	key, err := s.recoveryKey.Load(ctx)
	if err != nil {
		return [32]byte{}, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("recovery code v1\x00"))
	mac.Write(identityID[:])
	mac.Write([]byte(normal))
	return [32]byte(mac.Sum(nil)), nil
}

// maxCodeBytes bounds what may be typed around a code.
const maxCodeBytes = 128

// normalCode reads a code as people type it: in any case, with spaces and whatever their keyboard makes of a dash, and
// with the letters that look like 0 and 1. FieldError for what cannot be a code, which is no try.
func normalCode(typed string) (string, error) {
	fault := &fault.FieldError{Field: "code", Problem: "is not a recovery code, which has twelve letters and digits"}
	if len(typed) > maxCodeBytes {
		return "", fault
	}
	var normal strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '\u2212': // the last is the minus sign
			continue
		case r == 'O':
			r = '0'
		case r == 'I' || r == 'L':
			r = '1'
		}
		if !strings.ContainsRune(codeAlphabet, r) {
			return "", fault
		}
		normal.WriteRune(r)
	}
	if normal.Len() != codeLength {
		return "", fault
	}
	return normal.String(), nil
}

var (
	ErrRecoveryCodesOff = errors.New("recovery codes are switched off")
	ErrCodeRejected     = errors.New("recovery code is wrong, used or expired")
	ErrLocked           = errors.New("too many wrong recovery codes")
)

// CodeRejected is an ErrCodeRejected that says how many tries are left before the codes are locked.
type CodeRejected struct{ TriesLeft int }

func (e *CodeRejected) Error() string        { return ErrCodeRejected.Error() }
func (e *CodeRejected) Is(target error) bool { return target == ErrCodeRejected }

// Locked is an ErrLocked that says how long to wait.
type Locked struct{ RetryAfter time.Duration }

func (e *Locked) Error() string        { return ErrLocked.Error() }
func (e *Locked) Is(target error) bool { return target == ErrLocked }
