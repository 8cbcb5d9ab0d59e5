// Command build minifies the CSS in scripts: the template of each replaceSync(`…`) in the named files, which esbuild
// does not change. It owns this step only; build.sh runs it on the minified scripts.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
)

var sheet = regexp.MustCompile("(?s)replaceSync\\(`([^`]*)`\\)")

func main() {
	for _, name := range os.Args[1:] {
		if err := minifyStyle(name); err != nil {
			fmt.Fprintln(os.Stderr, name+":", err)
			os.Exit(1)
		}
	}
}

func minifyStyle(name string) error {
	script, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var failed error
	small := sheet.ReplaceAllFunc(script, func(call []byte) []byte {
		style, err := minified(sheet.FindSubmatch(call)[1])
		if err != nil {
			failed = err
		}
		return fmt.Appendf(nil, "replaceSync(`%s`)", style)
	})
	if failed != nil || bytes.Equal(small, script) {
		return failed
	}
	return os.WriteFile(name, small, 0o644)
}

// minified refuses characters that have a special meaning in a template literal.
func minified(style []byte) ([]byte, error) {
	if bytes.ContainsAny(style, `\$`) {
		return nil, fmt.Errorf("style with \\ or $ in it cannot be minified: %.60q", style)
	}
	esbuild := exec.Command("go", "tool", "esbuild", "--loader=css", "--minify-whitespace", "--minify-syntax", "--log-level=warning")
	esbuild.Stdin, esbuild.Stderr = bytes.NewReader(style), os.Stderr
	small, err := esbuild.Output()
	if err == nil && bytes.ContainsAny(small, "\\$`") {
		err = fmt.Errorf("minified style cannot stand in a template literal: %.60q", small)
	}
	return bytes.TrimSpace(small), err
}
