package native

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
)

// Page is a page of identities.
type Page struct {
	Identities []account.Natives
	Next       string // the token of the next page, or "": NextPage
}

// maxPage is how many identities are asked for at once.
const maxPage = 50

func address(size int, token string) string {
	path := fmt.Sprintf("/admin/identities?page_size=%d&include_credential=passkey&include_credential=webauthn", size)
	if token != "" {
		path += "&page_token=" + token
	}
	return path
}

// Walk reads all identities page by page, and calls visit with the number of those on the page and with the ones that have
// WebAuthn credentials at Kratos. Users can make their own record so long that a page with it is too long to read, which must
// hide no one else's: such a page is read in halves. For an identity that is too long alone, read returns a page with what First
// has of it, beside fault.ErrKratosTooLong; visit gets it with one passkey that cannot be read. Walk ends with any other error
// of read, and the first one of visit.
func Walk(read func(path string) (Page, error), visit func(identities int, found []account.Natives) error) error {
	size := maxPage
	for token := ""; ; {
		page, err := read(address(size, token))
		tooLong := errors.Is(err, fault.ErrKratosTooLong)
		switch {
		case tooLong && size > 1:
			size /= 2
			continue
		case tooLong && len(page.Identities) == 1:
			page.Identities[0].Passkeys = []account.NativePasskey{{Kind: assurance.KindPasskey}}
		case err != nil:
			return err
		}
		size = min(2*size, maxPage)
		if err := visit(len(page.Identities), page.found()); err != nil {
			return err
		}
		switch page.Next {
		case "":
			return nil
		case token:
			return fmt.Errorf("%w: a page of identities names itself as the next one", fault.ErrKratosMisconfigured)
		}
		token = page.Next
	}
}

// found returns the identities that have WebAuthn credentials.
func (p Page) found() (list []account.Natives) {
	for _, n := range p.Identities {
		if len(n.Passkeys) > 0 {
			list = append(list, n)
		}
	}
	return list
}

// First returns the first identity of a page of which only the beginning was read, with nothing but its ID; none if that is no
// page of identities. Kratos writes the ID before everything that users can make long.
func First(beginning []byte) []account.Natives {
	decoder := json.NewDecoder(bytes.NewReader(beginning))
	for _, want := range []json.Token{json.Delim('['), json.Delim('{'), "id"} {
		if got, err := decoder.Token(); err != nil || got != want {
			return nil
		}
	}
	var id uuid.UUID
	if decoder.Decode(&id) != nil || id == uuid.Nil {
		return nil
	}
	return []account.Natives{{Identity: account.Identity{ID: id}}}
}
