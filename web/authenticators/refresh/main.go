// Command refresh adds the authenticators of a public list to list.json of package authenticators. It reads FIDO's
// Convenience Metadata, {"<aaguid>": {"friendlyNames": {"en-US"}}}, or a list with names, {"<aaguid>": {"name"}}. It takes
// names and AAGUIDs only, never icons. Names that are there already stay, because they are shorter than those of the lists;
// other names are reported. An invalid list changes nothing.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

type options struct {
	file, kind, dir string
}

func main() {
	var o options
	flag.StringVar(&o.file, "file", "", "the list to read")
	flag.StringVar(&o.kind, "kind", "", "the kind of its authenticators that are new here")
	flag.StringVar(&o.dir, "dir", "web/authenticators", "the folder of list.json")
	flag.Parse()
	if err := refresh(o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "refresh:", err)
		os.Exit(1)
	}
}

func refresh(o options, out io.Writer) error {
	raw, err := os.ReadFile(o.file)
	if err != nil {
		return err
	}
	found, err := parse(raw)
	if err != nil {
		return err
	}
	path := filepath.Join(o.dir, "list.json")
	list, err := current(path)
	if err != nil {
		return err
	}
	if err := add(list, found, o.kind, out); err != nil {
		return err
	}
	return os.WriteFile(path, write(list), 0o644)
}
