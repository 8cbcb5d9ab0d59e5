// Package build tells which build of Latchkey is running, from what the Go toolchain and the linker put into the binary.
// Who shows it is up to its callers.
package build

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

// Info is one build. What is not known is empty.
type Info struct {
	Release string `json:"release"`          // as set by the linker, or the module's version; else "development"
	Commit  string `json:"commit,omitempty"` // the whole hash
	Date    string `json:"date,omitempty"`   // of the commit, in RFC 3339
	// Modified is true if the checkout had changes that are not in the commit.
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
	Platform string `json:"platform"` // such as linux/amd64
}

// Read returns the running build. release is what the linker set, or empty.
//
// A build in a checkout has commit and date, one by `go install` of a released module its version, and one of unpacked
// sources neither, unless the linker sets a release.
func Read(release string) Info {
	i := Info{Release: "development", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if stamped, ok := debug.ReadBuildInfo(); ok {
		i.stamp(stamped)
	}
	if release != "" {
		i.Release = release
	}
	return i
}

func (i *Info) stamp(stamped *debug.BuildInfo) {
	if version := stamped.Main.Version; version != "" && version != "(devel)" {
		i.Release = version
	}
	for _, setting := range stamped.Settings {
		switch setting.Key {
		case "vcs.revision":
			i.Commit = setting.Value
		case "vcs.time":
			i.Date = setting.Value
		case "vcs.modified":
			i.Modified = setting.Value == "true"
		}
	}
}

// String is the release with the short commit, for pages and metrics.
func (i Info) String() string {
	if i.Commit == "" {
		return i.Release
	}
	return i.Release + " " + i.Commit[:min(12, len(i.Commit))]
}

// Write prints what is known, one fact a line.
func (i Info) Write(w io.Writer) error {
	text := "latchkey " + i.Release + "\n"
	if i.Commit != "" {
		text += "commit   " + i.Commit
		if i.Modified {
			text += " (modified)"
		}
		text += "\n"
	}
	if i.Date != "" {
		text += "date     " + i.Date + "\n"
	}
	_, err := fmt.Fprintf(w, "%sgo       %s %s\n", text, i.Go, i.Platform)
	return err
}
