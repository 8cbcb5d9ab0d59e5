package metadata

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/metadata"
	"github.com/google/uuid"

	"latchkey/attestation"
)

// List is a verified list.
type List struct {
	Publisher  string    // Trust.Publisher
	Number     int       // of its publication
	NextUpdate time.Time // when the publisher promises another one
	entries    map[uuid.UUID]*attestation.Entry
	byKey      map[string]*attestation.Entry // models without an AAGUID
}

// Entry implements attestation.Metadata.
func (l *List) Entry(aaguid uuid.UUID) *attestation.Entry { return l.entries[aaguid] }

// EntryByKey implements attestation.Metadata.
func (l *List) EntryByKey(identifier string) *attestation.Entry { return l.byKey[identifier] }

// Ready implements attestation.Metadata.
func (l *List) Ready() bool { return true }

// Len returns the number of models with an AAGUID.
func (l *List) Len() int { return len(l.entries) }

// The members of a list that are read.
type payload struct {
	Number     int     `json:"no"`
	NextUpdate string  `json:"nextUpdate"`
	Entries    []model `json:"entries"`
}

// model is an entry.
type model struct {
	AAGUID    string   `json:"aaguid"`                               // absent for models of other protocols
	Keys      []string `json:"attestationCertificateKeyIdentifiers"` // of models of the U2F protocol
	Statement struct {
		Description string   `json:"description"`
		Types       []string `json:"attestationTypes"`
		Roots       []string `json:"attestationRootCertificates"`
		Algorithms  []string `json:"authenticationAlgorithms"`
	} `json:"metadataStatement"`
	Reports []report `json:"statusReports"`
}

func read(raw []byte, now time.Time) (*List, error) {
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	next, err := time.Parse(time.DateOnly, p.NextUpdate)
	if err != nil || p.Number <= 0 {
		return nil, errors.New("it has no number or date")
	}
	list := &List{Number: p.Number, NextUpdate: next, entries: make(map[uuid.UUID]*attestation.Entry), byKey: make(map[string]*attestation.Entry)}
	for _, e := range p.Entries {
		if err := list.add(e, now); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (l *List) add(m model, now time.Time) error {
	if m.AAGUID == "" && len(m.Keys) == 0 {
		return nil
	}
	entry := &attestation.Entry{Name: m.Statement.Description, Types: m.Statement.Types, Algorithms: algorithms(m.Statement.Algorithms)}
	entry.Certified, entry.Compromised = standing(m.Reports, now)
	for _, text := range m.Statement.Roots {
		root, err := certificate(text)
		if err != nil {
			return fmt.Errorf("a root of %.40q: %w", m.Statement.Description, err)
		}
		entry.Roots = append(entry.Roots, root)
	}
	for _, key := range m.Keys {
		if raw, err := hex.DecodeString(key); err != nil || len(raw) != sha1.Size {
			return fmt.Errorf("the entry %.40q has a key identifier that is none: %.50q", m.Statement.Description, key)
		}
		l.byKey[strings.ToLower(key)] = entry
	}
	if m.AAGUID == "" {
		return nil
	}
	aaguid, err := uuid.Parse(m.AAGUID)
	if err != nil {
		return fmt.Errorf("the entry %.40q has no AAGUID", m.AAGUID)
	}
	l.entries[aaguid] = entry
	return nil
}

// algorithms returns those that have a number in COSE; nil if one has none, so that nothing is concluded from the list.
func algorithms(names []string) (numbers []int64) {
	for _, name := range names {
		number, ok := metadata.AuthenticationAlgorithm(name).COSEAlgorithmIdentifier()
		if !ok {
			return nil
		}
		numbers = append(numbers, int64(number))
	}
	return numbers
}
