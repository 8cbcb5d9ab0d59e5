// Command refresh regenerates list.json, source.json and the icons of package authenticators from an aaguid.json as
// described in the list's README: {"<aaguid>": {"name", "icon_light"?, "icon_dark"?}}, icons as data: URIs of SVG
// drawings. An invalid list changes nothing; an icon that is too large or more than a static drawing is omitted and
// reported.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"time"
)

// maxListBytes bounds the input; the list had 319 kB in August 2026.
const maxListBytes = 8 << 20

type options struct {
	file, url, commit, date, dir string
	namesOnly                    bool
}

func main() {
	var o options
	flag.StringVar(&o.file, "file", "", "the aaguid.json to read")
	flag.StringVar(&o.url, "url", "", "the address to fetch it from, in place of -file")
	flag.StringVar(&o.commit, "commit", "", "the commit of its repository that it comes from, for source.json")
	flag.StringVar(&o.date, "date", "", "the date of that commit, for source.json")
	flag.StringVar(&o.dir, "dir", "web/authenticators", "the folder to write to")
	flag.BoolVar(&o.namesOnly, "names-only", false, "leave all icons out")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := refresh(ctx, o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "refresh:", err)
		os.Exit(1)
	}
}

func refresh(ctx context.Context, o options, out io.Writer) error {
	raw, err := read(ctx, o)
	if err != nil {
		return err
	}
	next, err := parse(raw, o.namesOnly)
	if err != nil {
		return err
	}
	before, err := current(o.dir)
	if err != nil {
		return err
	}
	if err := next.write(o.dir, source{
		Repository: "https://github.com/passkeydeveloper/passkey-authenticator-aaguids",
		Commit:     o.commit, Date: o.date, SHA256: digest(raw),
	}); err != nil {
		return err
	}
	next.report(out, before)
	return nil
}

func read(ctx context.Context, o options) ([]byte, error) {
	if (o.file == "") == (o.url == "") {
		return nil, errors.New("say where the list is: make aaguids FILE=<aaguid.json>, or make aaguids URL=<address>")
	}
	if o.file != "" {
		f, err := os.Open(o.file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return limited(f)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s: is that the address of the file itself?", o.url, resp.Status)
	}
	return limited(resp.Body)
}

func limited(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxListBytes+1))
	if len(raw) > maxListBytes {
		err = cmp.Or(err, fmt.Errorf("the list has more than %d bytes", maxListBytes))
	}
	return raw, err
}
