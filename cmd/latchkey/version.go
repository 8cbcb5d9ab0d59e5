package main

import (
	"cmp"
	"runtime"
	"runtime/debug"
)

// release is set by the linker if the toolchain cannot know it, as in the container image.
var release string

// version returns the release, and the toolchain that built it.
func version() string { return built() + " (" + runtime.Version() + ")" }

// built returns the release, or what the Go toolchain stamped into the binary: the module's version and the commit.
func built() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return cmp.Or(release, "unknown")
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
	return out
}
