package native

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
)

// kratosOf answers with these pages, the token of the first being "". Pages that are too long are answered only without credentials.
func kratosOf(tokens []string, pages map[string][]account.Natives, tooLong string, asked *[]string) func(string) (Page, error) {
	return func(path string) (Page, error) {
		*asked = append(*asked, path)
		_, token, _ := strings.Cut(strings.TrimSuffix(path, included), "page_token=")
		with := strings.HasSuffix(path, included)
		if token == tooLong && with {
			return Page{}, fmt.Errorf("%w: 2 MB", fault.ErrKratosTooLong)
		}
		page := Page{}
		if i := slices.Index(tokens, token); i+1 < len(tokens) {
			page.Next = tokens[i+1]
		}
		for _, n := range pages[token] {
			if !with {
				n.Passkeys = nil
			}
			page.Identities = append(page.Identities, n)
		}
		return page, nil
	}
}

func TestWalk(t *testing.T) {
	person := func(passkeys int) account.Natives {
		n := account.Natives{Identity: account.Identity{ID: uuid.New()}}
		for range passkeys {
			n.Passkeys = append(n.Passkeys, account.NativePasskey{Kind: "passkey", ID: []byte{1}})
		}
		return n
	}
	pages := map[string][]account.Natives{"": {person(1), person(0)}, "b%2F": {person(2), person(0), person(900)}, "c": {person(0)}, "d": {person(1)}}
	tokens := []string{"", "b%2F", "c", "d"}
	var asked []string
	walk := func(read func(string) (Page, error)) (all int, found []account.Natives, err error) {
		err = Walk(read, func(identities int, some []account.Natives) error {
			all, found = all+identities, append(found, some...)
			return nil
		})
		return all, found, err
	}
	all, found, err := walk(kratosOf(tokens, pages, "none", &asked))
	if err != nil || all != 7 || len(found) != 4 || len(asked) != 4 || len(found[2].Passkeys) != 900 {
		t.Errorf("%d identities, %d with passkeys, %d calls, %v", all, len(found), len(asked), err)
	}

	// All of a page that is too long are looked up alone, and the walk goes on.
	asked = nil
	all, found, err = walk(kratosOf(tokens, pages, "b%2F", &asked))
	if err != nil || all != 7 || len(found) != 5 || len(asked) != 5 {
		t.Errorf("%d identities, %d to look at, %d calls, %v", all, len(found), len(asked), err)
	}
	for i, n := range found[1:4] {
		if n.Identity.ID != pages["b%2F"][i].Identity.ID || len(n.Passkeys) != 1 || n.Passkeys[0].ID != nil {
			t.Errorf("found %+v", n)
		}
	}

	refused := errors.New("refused")
	for name, read := range map[string]func(string) (Page, error){
		"down":                              func(string) (Page, error) { return Page{}, refused },
		"too long even without credentials": func(string) (Page, error) { return Page{}, fmt.Errorf("%w: %w", refused, fault.ErrKratosTooLong) },
		"visit":                             kratosOf(tokens, pages, "none", &asked),
	} {
		if err := Walk(read, func(int, []account.Natives) error { return refused }); !errors.Is(err, refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := walk(kratosOf([]string{"", "b", "b"}, nil, "none", &asked)); !errors.Is(err, fault.ErrKratosMisconfigured) {
		t.Errorf("the same page again: %v", err)
	}
}

func TestNextPage(t *testing.T) {
	for link, want := range map[string]string{
		"": "",
		`</admin/identities?page_size=50&page_token=abc>; rel="next"`:                                                                 "abc",
		`</admin/identities?page_size=50&page_token=0>; rel="first",</admin/identities?page_size=50&page_token=a%2Fb%3D>; rel="next"`: "a%2Fb%3D",
		`<https://evil.example/?page_token=abc&x=1>; rel=next`:                                                                        "abc",
		`</admin/identities?page_token=abc%26page_size%3D9999>; rel="next"`:                                                           "abc%26page_size%3D9999",
		`</admin/identities?page_token=abc>; rel="prev"`:                                                                              "",
		`<:bad>; rel="next"`:                     "",
		`</admin/identities?page=2>; rel="next"`: "",
	} {
		if got := NextPage(link); got != want {
			t.Errorf("%s: %q, want %q", link, got, want)
		}
	}
}
