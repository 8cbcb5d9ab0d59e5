package config

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// secretFile is a setting that names a file with the value of another setting.
type secretFile struct {
	path, inline string // of the two settings
	name         string // of the file; empty if the setting is not used
	set          func(content string) (found bool)
}

// oneLine is for a file that holds one value.
func oneLine[T ~string](target *T) func(string) bool {
	return func(content string) bool {
		*target = T(strings.TrimSpace(content))
		return true
	}
}

// secretPerLine is for a file with one secret on each line.
func secretPerLine(target *[]Secret) func(string) bool {
	return func(content string) bool {
		*target = nil
		for line := range strings.Lines(content) {
			if line = strings.TrimSpace(line); line != "" {
				*target = append(*target, Secret(line))
			}
		}
		return len(*target) > 0
	}
}

var errNoSecret = errors.New("holds no secret")

// read sets the value. Its error is errNoSecret, or why the operating system cannot read the file.
func (f secretFile) read() error {
	content, err := os.ReadFile(f.name)
	if pathError := (*fs.PathError)(nil); errors.As(err, &pathError) {
		return pathError.Err
	}
	if err != nil {
		return err
	}
	if !f.set(string(content)) {
		return errNoSecret
	}
	return nil
}
