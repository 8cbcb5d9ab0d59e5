package metadata

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/go-webauthn/webauthn/metadata"
	"github.com/google/uuid"

	"latchkey/attestation"
)

// List is a verified list.
type List struct {
	Publisher  string    // Trust.Publisher
	Number     int       // of its publication
	NextUpdate time.Time // when the publisher promises another one
	Unread     []string  // which parts of entries cannot be read, and why
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
	Number     int               `json:"no"`
	NextUpdate string            `json:"nextUpdate"`
	Entries    []json.RawMessage `json:"entries"` // models
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
	for i, raw := range p.Entries {
		var m model
		if err := json.Unmarshal(raw, &m); err != nil { // m has all other members
			list.Unread = append(list.Unread, fmt.Sprintf("a member of entry %d: %v", i, err))
			m.Statement.Types = nil // the model attests by none
		}
		list.add(m, now)
	}
	return list, nil
}

// add takes of an entry what can be read. A root that cannot be vouches for nothing, and what names the model stands for none.
func (l *List) add(m model, now time.Time) {
	entry := &attestation.Entry{Name: cleaned(m.Statement.Description), Types: m.Statement.Types, Algorithms: algorithms(m.Statement.Algorithms)}
	entry.Certified, entry.Compromised = standing(m.Reports, now)
	unread := func(what, value string, err error) {
		l.Unread = append(l.Unread, fmt.Sprintf("%s of %.60q: %.50s: %v", what, m.Statement.Description, value, err))
	}
	for _, key := range m.Keys {
		if raw, err := hex.DecodeString(key); err != nil || len(raw) != sha1.Size {
			unread("a key identifier", strconv.Quote(key), cmp.Or(err, errNoIdentifier))
			continue
		}
		put(l.byKey, strings.ToLower(key), entry)
	}
	if m.AAGUID != "" {
		aaguid, err := uuid.Parse(m.AAGUID)
		if err != nil {
			unread("the AAGUID", strconv.Quote(m.AAGUID), err)
			return
		}
		put(l.entries, aaguid, entry)
	}
	if m.AAGUID == "" && len(m.Keys) == 0 {
		return // of another protocol
	}
	for i, text := range m.Statement.Roots {
		root, err := certificate(text)
		if err != nil {
			unread("a root", strconv.Itoa(i), err)
			continue
		}
		entry.Roots = append(entry.Roots, root)
	}
}

// put adds an entry. Of two for one model, that with a compromise counts.
func put[K comparable](to map[K]*attestation.Entry, model K, entry *attestation.Entry) {
	if before := to[model]; before == nil || before.Compromised == "" {
		to[model] = entry
	}
}

var errNoIdentifier = errors.New("it has another length")

// maxName is the most characters of a model's name that are kept.
const maxName = 200

// cleaned returns a name as terminals, mails and the database can take it, which the publisher may not have written for them.
func cleaned(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return -1
	}, name)
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	return strings.TrimSpace(name)
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
