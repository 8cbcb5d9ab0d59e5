package kratos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/kratos/budget"
	"latchkey/kratos/linkturn"
)

// An identity can sign in through our provider only if it is linked: it holds the oidc credential "<provider>:<its own
// ID>". The subject is the identity's ID, and a subject that is linked to another identity gets no code: users can link
// themselves on Kratos' settings page, and such a link must not open another user's account.

// maxOwners limits the identities with one identifier: Kratos allows each once for each kind of credential.
const maxOwners = 100

// identityRecord is an identity as read, kept raw, because a PUT replaces what it omits.
type identityRecord struct {
	ID             uuid.UUID       `json:"id"`
	SchemaID       string          `json:"schema_id"`
	State          string          `json:"state"`
	Traits         json.RawMessage `json:"traits"`
	MetadataPublic json.RawMessage `json:"metadata_public"`
	MetadataAdmin  json.RawMessage `json:"metadata_admin"`
	ExternalID     *string         `json:"external_id"`
	Credentials    map[string]struct {
		Identifiers []string `json:"identifiers"`
	} `json:"credentials"`
}

var errLinkPatience = errors.New("the identity is unlinked at Kratos faster than it can be linked")

// errLinkedElsewhere needs an admin, who removes the link from the other identity.
var errLinkedElsewhere = fmt.Errorf("%w: the passkey sign-in is linked to another identity at Kratos; unlink it there", fault.ErrKratosRefused)

// Link makes sure that the identity can sign in through our provider, and returns its state. It is idempotent. An
// inactive identity is returned without a link. A request that finds no link waits for the other links of its identity,
// for at most linkturn.Patience, which is not part of its Kratos budget. Errors: fault.ErrIdentityNotFound,
// fault.ErrKratosUnavailable, and fault.ErrKratosRefused if Kratos does not accept the identity with the link, or if the
// subject is linked to another one.
func (m *Minter) Link(ctx context.Context, id uuid.UUID) (account.Identity, error) {
	record, found, err := m.read(ctx, id)
	if err != nil || !found.Active || m.linked(record) {
		return found, err
	}
	one, err := m.turns.Enter(id)
	if err != nil {
		return account.Identity{}, unavailable(err)
	}
	defer m.turns.Leave(id, one)
	waiting, cancel := context.WithTimeout(ctx, linkturn.Patience)
	defer cancel()
	entered := time.Now()
	if one.Take(waiting) != nil {
		return account.Identity{}, unavailable(errLinkPatience)
	}
	defer one.Pass()
	budget.Lengthen(ctx, time.Since(entered))
	return m.write(ctx, waiting, id, one)
}

// LinkActive is Link for callers that accept only an active identity. It also returns fault.ErrIdentityInactive.
func (m *Minter) LinkActive(ctx context.Context, id uuid.UUID) error {
	found, err := m.Link(ctx, id)
	if err == nil && !found.Active {
		return fault.ErrIdentityInactive
	}
	return err
}

// write writes the link, in the turn of the identity, until it reads it back. Kratos has no conditional write, so the
// record is read right before it is written, which makes the time in which an edit is lost as short as possible. An
// edit after the write is in what is read back.
func (m *Minter) write(ctx, waiting context.Context, id uuid.UUID, one *linkturn.Turn) (account.Identity, error) {
	free, conflicts := false, 0
	for {
		record, found, err := m.read(ctx, id)
		if err != nil || !found.Active || m.linked(record) {
			return found, err
		}
		if !free {
			if err := m.mustBeFree(ctx, id); err != nil {
				return account.Identity{}, err
			}
			free = true
			continue // the record is old
		}
		began := time.Now()
		rested, err := one.Rest(waiting)
		budget.Lengthen(ctx, time.Since(began))
		switch {
		case err != nil:
			return account.Identity{}, unavailable(errLinkPatience)
		case rested:
			continue // the record is old
		}
		err = m.put(ctx, record)
		m.turns.Wrote(one)
		if errors.Is(err, errConflict) {
			// Once or twice, another request was faster, and the link is gone again. After that, it is the identity.
			if conflicts++; conflicts < maxConflicts {
				continue
			}
			err = fmt.Errorf("%w: %w", fault.ErrKratosRefused, err)
		}
		if err != nil {
			return account.Identity{}, err
		}
	}
}

func (m *Minter) read(ctx context.Context, id uuid.UUID) (identityRecord, account.Identity, error) {
	got, err := m.client.ask(ctx, callIdentity, func(ctx context.Context) (*http.Response, error) {
		_, resp, err := m.client.admin.IdentityAPI.GetIdentity(ctx, id.String()).IncludeCredential([]string{"oidc"}).Execute()
		return resp, err
	})
	if err != nil {
		return identityRecord{}, account.Identity{}, err
	}
	var record identityRecord
	if err := got.identity(&record); err != nil {
		return identityRecord{}, account.Identity{}, err
	}
	if record.ID != id {
		return identityRecord{}, account.Identity{}, got.unclear("not the requested identity")
	}
	found, err := m.client.identity(identity{ID: record.ID, State: record.State, Traits: record.Traits})
	if err != nil {
		return identityRecord{}, account.Identity{}, got.unclear(err.Error())
	}
	return record, found, nil
}

func (m *Minter) linked(record identityRecord) bool {
	return slices.Contains(record.Credentials["oidc"].Identifiers, m.subject(record.ID))
}

// mustBeFree returns errLinkedElsewhere if the oidc credential of an identity's subject belongs to another identity.
// Kratos finds identifiers of every kind of credential; a user name that equals the subject does not count.
func (m *Minter) mustBeFree(ctx context.Context, id uuid.UUID) error {
	got, err := m.client.ask(ctx, callFindIdentity, func(ctx context.Context) (*http.Response, error) {
		_, resp, err := m.client.admin.IdentityAPI.ListIdentities(ctx).
			CredentialsIdentifier(m.subject(id)).IncludeCredential([]string{"oidc"}).PerPage(maxOwners).PageSize(maxOwners).Execute()
		return resp, err
	})
	if err != nil {
		return err
	}
	var received []identityRecord
	if got.status != http.StatusOK || got.decode(&received) != nil || received == nil {
		return got.unclear("not a list of identities")
	}
	for _, record := range received {
		if record.ID != id && slices.Contains(record.Credentials["oidc"].Identifiers, m.subject(id)) {
			return errLinkedElsewhere
		}
	}
	return nil
}

func (m *Minter) subject(id uuid.UUID) string { return m.cfg.Provider + ":" + id.String() }

// maxConflicts limits the conflicts in one call of write.
const maxConflicts = 3

// errConflict is Kratos' 409: another request has just linked the identity, which the caller reads back, or the identity
// has an identifier that belongs to another one as well.
var errConflict = errors.New("linking conflicts with another identity at Kratos, or with another request")

// put writes back the record with the link added; Kratos appends it to the other oidc credentials and keeps password
// and the rest. It omits the state, which Kratos then keeps: a concurrent deactivation must not be undone. Traits and
// metadata are included, since Kratos deletes them if omitted. Errors: errConflict, fault.ErrKratosRefused if Kratos rejects the
// identity as it is, fault.ErrKratosUnavailable.
func (m *Minter) put(ctx context.Context, record identityRecord) error {
	body := map[string]any{
		"schema_id": record.SchemaID,
		"traits":    record.Traits,
		"credentials": map[string]any{"oidc": map[string]any{"config": map[string]any{
			"providers": []any{map[string]string{"provider": m.cfg.Provider, "subject": record.ID.String()}},
		}}},
	}
	if record.MetadataPublic != nil {
		body["metadata_public"] = record.MetadataPublic
	}
	if record.MetadataAdmin != nil {
		body["metadata_admin"] = record.MetadataAdmin
	}
	if record.ExternalID != nil {
		body["external_id"] = *record.ExternalID
	}
	// client-go's model would turn metadata that is not an object into an error.
	got, err := m.client.sendAdmin(ctx, callLink, http.MethodPut, "/admin/identities/"+record.ID.String(), body)
	if err != nil {
		return err
	}
	if got.status == http.StatusOK {
		return nil
	}
	if _, ok := got.refused(http.StatusConflict); ok {
		return errConflict
	}
	if r, ok := got.refused(http.StatusBadRequest); ok { // Kratos validates the whole identity by its schema
		return fmt.Errorf("%w: linking ends in %s", fault.ErrKratosRefused, r.Error.legible())
	}
	return got.unclear("linking failed")
}

// Unlink removes the link after the last passkey is gone, so that the next passkey links again. It is idempotent. Newer
// versions of Kratos refuse to remove the identity's only way to sign in; the link is then kept, and gives no access
// without a passkey.
func (m *Minter) Unlink(ctx context.Context, id uuid.UUID) (account.Removal, error) {
	got, err := m.client.ask(ctx, callUnlink, func(ctx context.Context) (*http.Response, error) {
		return m.client.admin.IdentityAPI.DeleteIdentityCredentials(ctx, id.String(), "oidc").Identifier(m.subject(id)).Execute()
	})
	if err != nil {
		return "", err
	}
	if got.status == http.StatusNoContent {
		return account.RemovalDone, nil
	}
	if _, absent := got.refused(http.StatusNotFound); absent {
		return account.RemovalAbsent, nil
	}
	if _, kept := got.refused(http.StatusBadRequest); kept {
		return account.RemovalKept, nil
	}
	return "", got.unclear("unlinking failed")
}
