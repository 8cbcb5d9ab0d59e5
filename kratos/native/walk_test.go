package native

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
)

// record is an identity at a Kratos, with the length of what it answers about it.
type record struct {
	natives account.Natives
	length  int
}

// kratosOf answers with pages of these identities, of which the token is the number of the first. It answers no more than 1 MiB.
func kratosOf(records []record, asked *[]string) func(string) (Page, error) {
	return func(path string) (page Page, err error) {
		*asked = append(*asked, path)
		address, err := url.Parse(path)
		if err != nil {
			return page, err
		}
		query := address.Query()
		size, _ := strconv.Atoi(query.Get("page_size"))
		start, _ := strconv.Atoi(query.Get("page_token"))
		end := min(start+size, len(records))
		if end < len(records) {
			page.Next = strconv.Itoa(end)
		}
		length := 0
		for _, one := range records[start:end] {
			length += one.length
			page.Identities = append(page.Identities, one.natives)
		}
		if length > 1<<20 {
			page.Identities = []account.Natives{{Identity: page.Identities[0].Identity}}
			return page, fmt.Errorf("%w: %d", fault.ErrKratosTooLong, length)
		}
		return page, nil
	}
}

func TestWalk(t *testing.T) {
	// Each third has no passkey.
	people := func(edits ...func([]record)) []record {
		list := make([]record, 170)
		for i := range list {
			list[i] = record{account.Natives{Identity: account.Identity{ID: uuid.New()}}, 1000}
			if i%3 > 0 {
				list[i].natives.Passkeys = []account.NativePasskey{{Kind: "passkey", ID: []byte{1}}}
			}
		}
		for _, edit := range edits {
			edit(list)
		}
		return list
	}
	long := func(length int, which ...int) func([]record) {
		return func(list []record) {
			for _, i := range which {
				list[i].length = length
			}
		}
	}
	for name, c := range map[string]struct {
		records []record
		long    []int // are too long alone
		calls   int   // at most
	}{
		"none is long":           {people(), nil, 4},
		"a trait in the middle":  {people(long(2<<20, 77)), []int{77}, 20},
		"without a passkey":      {people(long(2<<20, 78)), []int{78}, 20},
		"the first and the last": {people(long(2<<20, 0, 169)), []int{0, 169}, 35},
		"several in a row":       {people(long(2<<20, 20, 21, 22, 60)), []int{20, 21, 22, 60}, 50},
		"all a bit":              {people(func(list []record) { long(30_000, numbers(170)...)(list) }), nil, 16},
		"just short enough":      {people(long(1<<20, 77)), nil, 20},
		"all":                    {people(long(2<<20, numbers(170)...)), numbers(170), 350},
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			var found []account.Natives
			all := 0
			err := Walk(kratosOf(c.records, &asked), func(identities int, some []account.Natives) error {
				all, found = all+identities, append(found, some...)
				return nil
			})
			if err != nil || all != len(c.records) || len(asked) > c.calls {
				t.Fatalf("%d identities, %d calls, %v", all, len(asked), err)
			}
			var want []account.Natives
			for i, one := range c.records {
				if slices.Contains(c.long, i) {
					one.natives.Passkeys = []account.NativePasskey{{Kind: "passkey"}}
				}
				if len(one.natives.Passkeys) > 0 {
					want = append(want, one.natives)
				}
			}
			if !reflect.DeepEqual(found, want) {
				t.Errorf("found %d, want %d:\n%+v", len(found), len(want), found)
			}
		})
	}
}

func numbers(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

func TestWalkEnds(t *testing.T) {
	var asked []string
	refused := errors.New("refused")
	for name, read := range map[string]func(string) (Page, error){
		"down": func(string) (Page, error) { return Page{}, refused },
		"too long, and no page of identities": func(string) (Page, error) {
			return Page{Next: "x"}, fmt.Errorf("%w: %w", refused, fault.ErrKratosTooLong)
		},
		"visit": kratosOf(make([]record, 3), &asked),
	} {
		if err := Walk(read, func(int, []account.Natives) error { return refused }); !errors.Is(err, refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same := func(string) (Page, error) { return Page{Next: "b"}, nil }
	if err := Walk(same, func(int, []account.Natives) error { return nil }); !errors.Is(err, fault.ErrKratosMisconfigured) {
		t.Errorf("the same page again: %v", err)
	}
}

func TestFirst(t *testing.T) {
	id := uuid.New()
	for body, want := range map[string]bool{
		`[{"id":"` + id.String() + `","credentials":{"passkey":{"ty`: true,
		` [ { "id" : "` + id.String() + `"`:                          true,
		`[{"traits":{"id":"` + id.String() + `"`:                     false, // the user's own text
		`{"id":"` + id.String() + `"}`:                               false,
		`[{"id":"` + id.String()[:20]:                                false,
		`[{"id":"ada"`:                                               false,
		`[{"id":"` + uuid.Nil.String() + `"`:                         false,
		`[[`:                                                         false,
		`<html>`:                                                     false,
		"":                                                           false,
	} {
		got := First([]byte(body))
		if (len(got) == 1) != want || want && got[0].Identity.ID != id {
			t.Errorf("%s: %+v", body, got)
		}
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
