package imported

import (
	"errors"
	"io"
	"os"
)

// OpenFile opens a file, or - for standard input. What cannot be read twice, such as standard input, is kept in a temporary file that has no name any more.
func OpenFile(path string, stdin io.Reader) (*os.File, error) {
	source := stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			return file, nil
		}
		defer file.Close()
		source = file
	}
	file, err := os.CreateTemp("", "latchkey-import-*") // mode 0600
	if err != nil {
		return nil, err
	}
	_, copied := io.Copy(file, source)
	_, rewound := file.Seek(0, io.SeekStart)
	if err := errors.Join(os.Remove(file.Name()), copied, rewound); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
