package metadata

import (
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/attestation"
)

// rereadEvery is how often a file is looked at: the operator replaces it about once a month.
const rereadEvery = time.Minute

// File is a list in a file, which is read again when it has changed. It is safe for concurrent use.
type File struct {
	path  string
	trust Trust
	log   *slog.Logger
	now   func() time.Time

	mu       sync.Mutex
	list     *List
	modified time.Time // of the file, when it was read
	looked   time.Time
}

// Open reads a file. The error says why it cannot be used.
func Open(path string, trust Trust, log *slog.Logger, now func() time.Time) (*File, error) {
	f := &File{path: path, trust: trust, log: log, now: now}
	if err := f.read(); err != nil {
		return nil, err
	}
	return f, nil
}

// Entry implements attestation.Metadata. If the file has been replaced by one that cannot be used, or by an older one, the list before
// it goes on being used, and the log says so.
func (f *File) Entry(aaguid uuid.UUID) *attestation.Entry { return f.List().Entry(aaguid) }

// List returns the current list.
func (f *File) List() *List {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.now(); now.Sub(f.looked) >= rereadEvery {
		if err := f.read(); err != nil {
			f.log.Error("the metadata of authenticators was not read again; the list before is still used", "file", f.path, "number", f.list.Number, "cause", err.Error())
		}
	}
	return f.list
}

func (f *File) read() error {
	f.looked = f.now()
	info, err := os.Stat(f.path)
	if err != nil || info.ModTime().Equal(f.modified) {
		return err
	}
	f.modified = info.ModTime() // even if it cannot be used: once is enough in the log
	blob, err := os.ReadFile(f.path)
	if err != nil {
		return err
	}
	list, err := Parse(blob, f.trust, f.now())
	if err != nil {
		return err
	}
	if f.list != nil && list.Number < f.list.Number {
		return fmt.Errorf("its number %d is older than %d", list.Number, f.list.Number)
	}
	f.list = list
	return nil
}
