package native

import (
	"errors"
	"fmt"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
)

// Page is a page of identities.
type Page struct {
	Identities []account.Natives
	Next       string // the token of the next page, or "": NextPage
}

const (
	pages    = "/admin/identities?page_size=50"
	included = "&include_credential=passkey&include_credential=webauthn"
)

// Walk reads all identities page by page, and calls visit with the number of those on the page and with the ones that have
// WebAuthn credentials at Kratos. A user can have so many that a page with them is too long to read. Then visit gets all
// identities of the page with one passkey that cannot be read, so that each is looked up alone. It ends with the first error of
// read or visit.
func Walk(read func(path string) (Page, error), visit func(identities int, found []account.Natives) error) error {
	for token := ""; ; {
		path := pages
		if token != "" {
			path += "&page_token=" + token
		}
		page, err := read(path + included)
		if errors.Is(err, fault.ErrKratosTooLong) {
			page, err = readWithoutCredentials(read, path)
		}
		if err != nil {
			return err
		}
		var found []account.Natives
		for _, n := range page.Identities {
			if len(n.Passkeys) > 0 {
				found = append(found, n)
			}
		}
		if err := visit(len(page.Identities), found); err != nil {
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

// readWithoutCredentials reads a page that is too long with them. Its identities get one passkey each that cannot be read.
func readWithoutCredentials(read func(path string) (Page, error), path string) (Page, error) {
	page, err := read(path)
	for i := range page.Identities {
		page.Identities[i].Passkeys = []account.NativePasskey{{Kind: assurance.KindPasskey}}
	}
	return page, err
}
