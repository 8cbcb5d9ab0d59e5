package metadata

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// rereadEvery is how often a file is looked at: the operator replaces it about once a month.
const rereadEvery = time.Minute

// Ages is how long a list may be used until it is read again although it has not changed: the status of a model has a date.
const Ages = 12 * time.Hour

// File is a list in a file, which is read again when it has changed. It is safe for concurrent use.
type File struct {
	path  string
	trust Trust
	log   *slog.Logger
	now   func() time.Time

	mu       sync.Mutex
	list     *List
	blob     []byte    // of the list
	modified time.Time // of the file, when it was read
	looked   time.Time
	read     time.Time
	of       time.Time // the modification of the file that had the list, and when that was read first
	verified time.Time
	fault    error // why it cannot be used, as it was when it was last read

	forgotten []byte // the digest of a list that is not taken
}

// Open reads a file. One that cannot be used has no list until it is replaced by one that can; Fault says why.
func Open(path string, trust Trust, log *slog.Logger, now func() time.Time) *File {
	f := &File{path: path, trust: trust, log: log, now: now}
	f.look()
	return f
}

// List returns the current list; nil: there was none yet. If the file has been replaced by one that cannot be used, or by an older one,
// the list before it goes on being used, and the log says so.
func (f *File) List() *List {
	list, _ := f.Signed()
	return list
}

// Signed returns the current list, as List does, and as it was signed.
func (f *File) Signed() (*List, []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.now(); now.Sub(f.looked) >= rereadEvery && f.look() && f.fault != nil {
		f.log.Error("the file with the metadata of authenticators cannot be used; the list before still is, if there is one", "file", f.path, "cause", f.fault.Error())
	}
	return f.list, f.blob
}

// look reads the file if it has changed, and reports whether it has; fault then says why it cannot be used.
func (f *File) look() (changed bool) {
	f.looked = f.now()
	info, err := os.Stat(f.path)
	switch {
	case err != nil:
		f.modified = time.Time{} // when it is back, it is read
	case info.ModTime().Equal(f.modified) && f.looked.Sub(f.read) < Ages:
		return false
	default:
		err = f.take(info.ModTime())
	}
	f.fault = err
	return true
}

// take reads the file, which was modified at a time, and keeps its list.
func (f *File) take(modified time.Time) error {
	verified := f.looked
	if modified.Equal(f.of) {
		verified = f.verified // its signer's certificate may have expired since
	}
	f.modified, f.read = modified, f.looked // even if it cannot be used: once is enough in the log
	blob, err := os.ReadFile(f.path)
	if err != nil {
		return err
	}
	if digest := sha256.Sum256(blob); bytes.Equal(digest[:], f.forgotten) {
		return errors.New("its list was forgotten, or its signer is revoked elsewhere")
	}
	list, err := ParseKept(blob, f.trust, verified, f.looked)
	if err != nil {
		return err
	}
	if f.list != nil && list.Number < f.list.Number {
		return fmt.Errorf("its number %d is older than %d", list.Number, f.list.Number)
	}
	f.list, f.blob, f.of, f.verified = list, blob, modified, verified
	return nil
}

// Forget drops the current list, and takes the one with this digest (SHA-256) no more. The file is read again at once, and its list may
// have a lower number.
func (f *File) Forget(digest []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list, f.blob, f.forgotten = nil, nil, digest
	f.looked, f.modified = time.Time{}, time.Time{}
}

// Fault returns why the file, as it was when it was last read, cannot be used; nil: it can.
func (f *File) Fault() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fault
}

// Path returns the path of the file.
func (f *File) Path() string { return f.path }
