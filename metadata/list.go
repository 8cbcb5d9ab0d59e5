package metadata

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/go-webauthn/webauthn/metadata"

	"latchkey/attestation"
	"latchkey/authenticator"
)

// List is a verified list.
type List struct {
	Publisher  string    // Trust.Publisher
	Number     int       // of its publication
	NextUpdate time.Time // when the publisher promises another one
	Unread     []string  // which parts of entries cannot be read, and why
	entries    map[authenticator.Model]*attestation.Entry
}

// Entry implements attestation.Metadata.
func (l *List) Entry(model authenticator.Model) *attestation.Entry { return l.entries[model] }

// Ready implements attestation.Metadata.
func (l *List) Ready() bool { return true }

// Len returns the number of models; one of the U2F protocol counts once for each of its key identifiers.
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
	list := &List{Number: p.Number, NextUpdate: next, entries: make(map[authenticator.Model]*attestation.Entry)}
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
	judge(entry, m.Reports, now)
	unread := func(what, value string, err error) {
		l.Unread = append(l.Unread, fmt.Sprintf("%s of %.60q: %.50s: %v", what, m.Statement.Description, value, err))
	}
	names := m.Keys
	if m.AAGUID != "" {
		names = append(names, m.AAGUID)
	}
	for _, name := range names { // none: the model is of another protocol
		model, ok := authenticator.ParseModel(name)
		if !ok {
			unread("an AAGUID or key identifier", strconv.Quote(name), errNoModel)
			continue
		}
		l.put(model, entry)
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

// put adds an entry, unless that is of the unknown model. Of two for one model, that with a compromise counts.
func (l *List) put(model authenticator.Model, entry *attestation.Entry) {
	if before := l.entries[model]; model.Known() && (before == nil || before.Compromised == "") {
		l.entries[model] = entry
	}
}

var errNoModel = errors.New("it names no model")

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
