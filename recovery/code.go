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

// A recovery code has twelve characters of Crockford's base 32, which omits letters that look like digits: 60 random
// bits, written in three groups of four.
const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength   = 12
	codeGroup    = 4
	// codesInSet is the size of a set. With codesLow left, the user should create new ones.
	codesInSet = 10
	codesLow   = 3
	// supportCodeLifetime is the lifetime of a code that an admin has issued.
	supportCodeLifetime = time.Hour
)

// RecoveryCodesLeft is what users can see of their codes after creation.
type RecoveryCodesLeft struct {
	Left      int        `json:"left"`
	CreatedAt *time.Time `json:"created_at"` // of the set, or null
}

// RecoveryCodesLeft counts the unused codes of the session's identity. Errors: ErrRecoveryCodesOff.
func (s *Service) RecoveryCodesLeft(ctx context.Context, session account.Session) (*RecoveryCodesLeft, error) {
	if !s.cfg.RecoveryCodes {
		return nil, ErrRecoveryCodesOff
	}
	codes, err := s.store.RecoveryCodesOf(ctx, session.Identity.ID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if session.Identity.HasRole() {
		codes = nil // unusable: they are older than the role
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

// leftInSet counts the unused codes of the user's own set.
func leftInSet(codes []store.RecoveryCode) int {
	left := 0
	for _, c := range codes {
		if c.Kind == store.CodeOwn && c.UsedAt == nil {
			left++
		}
	}
	return left
}

// CreateRecoveryCodes creates a new set and returns it once. It replaces all earlier codes and deletes what they
// granted. The session must be fresh, and the user must have a passkey. Errors: ErrRecoveryCodesOff,
// ErrRoleHasNoCodes, fault.ErrIdentityInactive, standing.ErrEnrolmentRequired, *standing.StepUpRequired,
// fault.ErrCodesJustMade.
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
	codes, rows, event, err := s.newSet(ctx, req, session.Identity.ID, by)
	if err != nil {
		return nil, err
	}
	if err := s.store.ReplaceRecoveryCodes(ctx, session.Identity.ID, by, rows, event); err != nil {
		return nil, s.standing.EvidenceError(ctx, session, req, err)
	}
	return codes, nil
}

// newSet returns a new set of codes, their rows, and the audit event. by is what the session rests on.
func (s *Service) newSet(ctx context.Context, req audit.Request, identityID uuid.UUID, by store.Evidence) (codes []string, rows []store.RecoveryCode, event store.AuditEvent, err error) {
	event = s.audit.Event(audit.CodesCreated, req, audit.ByIdentity(identityID), audit.AboutIdentity(identityID))
	event.Metadata = audit.Metadata(map[string]any{"count": codesInSet})
	codes, rows = make([]string, codesInSet), make([]store.RecoveryCode, codesInSet)
	for i := range codes {
		if codes[i], rows[i], err = s.newCode(ctx, identityID, event.At); err != nil {
			return nil, nil, event, err
		}
		rows[i].MadeWith = by.Rows()
	}
	return codes, rows, event, nil
}

// SupportCode is a code that an admin issues to a user.
type SupportCode struct {
	Code      string    `json:"code"`
	ExpiresAt time.Time `json:"expires_at"`
}

// newCode returns a new code and its row.
func (s *Service) newCode(ctx context.Context, identityID uuid.UUID, at time.Time) (string, store.RecoveryCode, error) {
	random := make([]byte, codeLength)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	normalized := make([]byte, codeLength)
	for i, b := range random {
		normalized[i] = codeAlphabet[b%32] // no bias: 256 is a multiple of 32
	}
	hash, err := s.codeHash(ctx, identityID, string(normalized))
	if err != nil {
		return "", store.RecoveryCode{}, err
	}
	var groups []string
	for i := 0; i < codeLength; i += codeGroup {
		groups = append(groups, string(normalized[i:i+codeGroup]))
	}
	return strings.Join(groups, "-"), store.RecoveryCode{Kind: store.CodeOwn, Hash: hash, CreatedAt: at.Truncate(time.Microsecond)}, nil
}

// codeHash returns the hash of a normalized code, bound to its identity.
func (s *Service) codeHash(ctx context.Context, identityID uuid.UUID, normalized string) ([32]byte, error) {
	key, err := s.recoveryKey.Load(ctx)
	if err != nil {
		return [32]byte{}, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("recovery code v1\x00"))
	mac.Write(identityID[:])
	mac.Write([]byte(normalized))
	return [32]byte(mac.Sum(nil)), nil
}

// maxCodeBytes limits the input, separators included.
const maxCodeBytes = 128

// normalizeCode accepts a code as users type it: in any case, with spaces and any kind of dash, and with letters that
// look like 0 or 1. The error is a *fault.FieldError if the input cannot be a code; that does not count as an
// attempt.
func normalizeCode(typed string) (string, error) {
	malformed := &fault.FieldError{Field: "code", Problem: "is not a recovery code, which has twelve letters and digits"}
	if len(typed) > maxCodeBytes {
		return "", malformed
	}
	var normalized strings.Builder
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
			return "", malformed
		}
		normalized.WriteRune(r)
	}
	if normalized.Len() != codeLength {
		return "", malformed
	}
	return normalized.String(), nil
}

// ErrRoleHasNoCodes reports that the user has a role, and so cannot have recovery codes.
var ErrRoleHasNoCodes = errors.New("users with a role have no recovery codes")

var (
	// ErrRecoveryCodesOff reports that recovery codes are disabled.
	ErrRecoveryCodesOff = errors.New("recovery codes are disabled")
	// ErrCodeRejected reports a wrong, used or expired code.
	ErrCodeRejected = errors.New("recovery code is wrong, used or expired")
	// ErrLocked reports that the identity's codes are locked.
	ErrLocked = errors.New("too many wrong recovery codes")
)

// CodeRejected is an ErrCodeRejected with the number of attempts left before the codes are locked.
type CodeRejected struct{ TriesLeft int }

func (e *CodeRejected) Error() string        { return ErrCodeRejected.Error() }
func (e *CodeRejected) Is(target error) bool { return target == ErrCodeRejected }

// Locked is an ErrLocked with the time until codes are accepted again.
type Locked struct{ RetryAfter time.Duration }

func (e *Locked) Error() string        { return ErrLocked.Error() }
func (e *Locked) Is(target error) bool { return target == ErrLocked }

// Seconds returns how long to wait, in whole seconds, at least one.
func (e *Locked) Seconds() int { return max(1, int((e.RetryAfter.Milliseconds()+999)/1000)) }
