package setting

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// ValueFile is a setting that names a file with the value of another setting.
type ValueFile struct {
	Path, Inline string // of the two settings
	Name         string // of the file; empty if the setting is not used
	Set          func(content string) (found bool)
	Remedy       string // if Set found nothing
}

// OneLine sets a value that is the only one in its file. It always finds one, if only an empty text.
func OneLine[T ~string](target *T) func(string) bool {
	return func(content string) bool {
		*target = T(strings.TrimSpace(content))
		return true
	}
}

// PerLine sets a list from a file with one value on each line.
func PerLine[T ~string](target *[]T) func(string) bool {
	return func(content string) bool {
		*target = nil
		for line := range strings.Lines(content) {
			if line = strings.TrimSpace(line); line != "" {
				*target = append(*target, T(line))
			}
		}
		return len(*target) > 0
	}
}

var errNoValue = errors.New("holds no value")

// read sets the value. Its error is errNoValue, or why the operating system cannot read the file.
func (f ValueFile) read() error {
	content, err := os.ReadFile(f.Name)
	if pathError := (*fs.PathError)(nil); errors.As(err, &pathError) {
		return pathError.Err
	}
	if err != nil {
		return err
	}
	if !f.Set(string(content)) {
		return errNoValue
	}
	return nil
}
