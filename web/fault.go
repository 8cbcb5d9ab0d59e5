package web

import "strings"

// Fault describes an invalid setting. Wrong completes a sentence whose subject is the setting; Remedy is a sentence.
type Fault struct {
	Setting string // "accent_dark"; empty for the content of a logo
	Wrong   string
	Remedy  string
}

func (f *Fault) Error() string { return strings.TrimSpace(f.Setting+" "+f.Wrong) + " " + f.Remedy }
