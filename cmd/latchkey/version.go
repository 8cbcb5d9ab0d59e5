package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

func (versionCommand) Run(p *Program) error {
	_, err := fmt.Fprintln(p.Stdout, "latchkey "+version())
	return err
}

// release is set by the linker where the toolchain cannot know, in the container image.
var release string

// version is the release, or what the Go toolchain stamped into the binary: the module's version and the commit it
// was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown (" + runtime.Version() + ")"
	}
	out := info.Main.Version
	if release != "" {
		out = release
	}
	if out == "" || out == "(devel)" {
		out = "development"
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			out += " " + setting.Value[:min(12, len(setting.Value))]
		}
	}
	return out + " (" + info.GoVersion + ")"
}
