// Command digests pins the images of others that Latchkey is built from and run beside: it asks each registry for the digest of
// each tag, and writes name:tag@sha256:… in place. It owns which lines of which files name an image, and what of a registry's answer
// is believed.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], ".", newRegistries(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "digests:", err)
		os.Exit(1)
	}
}

// run pins the images in the files of a folder; with --check, it only says which are not.
func run(ctx context.Context, args []string, folder string, from *registries, out io.Writer) error {
	flags := flag.NewFlagSet("digests", flag.ContinueOnError)
	flags.SetOutput(out)
	check := flags.Bool("check", false, "change nothing and ask no registry: fail if an image is not pinned")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; usage: go run ./deploy/digests [--check]", flags.Arg(0))
	}
	files, err := read(folder)
	if err != nil {
		return err
	}
	if *check {
		return unpinned(files, out)
	}
	return pin(ctx, files, from, out)
}

// unpinned lists the images without a digest.
func unpinned(files []file, out io.Writer) error {
	count := 0
	for _, f := range files {
		for _, u := range f.uses {
			if u.image.digest == "" {
				count++
				fmt.Fprintf(out, "%s:%d: %s\n", f.name, u.line, u.image)
			}
		}
	}
	if count > 0 {
		return fmt.Errorf("%d images are not pinned; go run ./deploy/digests pins them", count)
	}
	return nil
}

// pin asks for all digests before it writes the first file.
func pin(ctx context.Context, files []file, from *registries, out io.Writer) error {
	digests := make(map[image]string)
	for _, f := range files {
		for _, u := range f.uses {
			tagged := u.image
			tagged.digest = ""
			if digests[tagged] != "" {
				continue
			}
			digest, err := from.digest(ctx, tagged)
			if err != nil {
				return fmt.Errorf("%s:%d: %s: %w; nothing was changed", f.name, u.line, tagged, err)
			}
			digests[tagged] = digest
			fmt.Fprintf(out, "%s@%s\n", tagged, digest)
		}
	}
	for _, f := range files {
		if err := f.write(digests); err != nil {
			return err
		}
	}
	return nil
}
