package portable

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"latchkey/strictjson"
)

// maxLine is the length of a line that is read. The passkeys of an identity, 256 at most, have records of 32 KiB at most.
const maxLine = 16 << 20

// ErrTooLong is why a line is not read.
var ErrTooLong = fmt.Errorf("it is longer than %d MiB", maxLine>>20)

// Walk calls visit with each line of an identity, or with the reason why it cannot be read; the text is valid during the call.
// It fails if the file is no such file, or is not complete, which shows at its end. So a caller walks once without doing
// anything, and then again.
func Walk(r io.Reader, visit func(number int, text []byte, err error) error) error {
	in := &lines{in: bufio.NewReaderSize(r, 64<<10)}
	text, last, err := in.next()
	switch {
	case err != nil && !errors.Is(err, ErrTooLong):
		return err
	case err != nil || !isHeader(text):
		return errors.New(`not an export of passkeys: its first line is not {"format": "` + format + `", …}`)
	}
	var header Header
	if strictjson.Unmarshal(text, &header) != nil || header.Version != version {
		return fmt.Errorf("version %d of the format is not known here, only %d", header.Version, version)
	}
	for number := 2; !last; number++ {
		text, last, err = in.next()
		switch {
		case err != nil && !errors.Is(err, ErrTooLong):
			return err
		case last:
			return checkEnd(text, number-2)
		}
		if err := visit(number, text, err); err != nil {
			return err
		}
	}
	return errNoEnd
}

func isHeader(text []byte) bool {
	var header struct {
		Format string `json:"format"`
	}
	return strictjson.Unmarshal(text, &header) == nil && header.Format == format
}

var errNoEnd = errors.New("it is not complete: the last line is not the end of an export")

func checkEnd(text []byte, identities int) error {
	var end struct {
		End *Counts `json:"end"`
	}
	switch {
	case strictjson.Decode(text, &end) != nil || end.End == nil:
		return errNoEnd
	case end.End.Identities != identities:
		return fmt.Errorf("it is not complete: it has %d identities, and its end says %d", identities, end.End.Identities)
	}
	return nil
}

// lines reads one line at a time, and of a long one only the beginning.
type lines struct {
	in   *bufio.Reader
	text []byte
}

// next returns the next line without its end, and whether it is the last one. Errors: ErrTooLong, after which the next line can
// be read; those of the reader.
func (l *lines) next() (text []byte, last bool, err error) {
	l.text = l.text[:0]
	long := false
	for {
		part, err := l.in.ReadSlice('\n')
		if long = long || len(l.text)+len(part) > maxLine; !long {
			l.text = append(l.text, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, false, err
		}
		break
	}
	if text = l.text; len(text) > 0 && text[len(text)-1] == '\n' {
		text = text[:len(text)-1]
	}
	switch _, err := l.in.Peek(1); {
	case errors.Is(err, io.EOF):
		last = true
	case err != nil:
		return nil, false, err
	}
	if long {
		return nil, last, ErrTooLong
	}
	return text, last, nil
}
