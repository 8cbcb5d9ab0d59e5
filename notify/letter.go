package notify

import (
	"embed"
	htmltemplate "html/template"
	"text/template"
)

// All texts of mails are in messages/, one file per language.
//
//go:embed messages
var files embed.FS

var (
	textTemplate = template.Must(template.ParseFS(files, "messages/letter.txt"))
	htmlTemplate = htmltemplate.Must(htmltemplate.ParseFS(files, "messages/letter.html"))
)

// letter is the data of the templates. It contains nothing that the originator of the event wrote: names of passkeys
// and the browser's own name may be any text, such as an invitation to another site.
type letter struct {
	Language, Subject      string
	What, IfYou, IfNot     string
	Lines                  []line
	Button, URL            string
	Support, SupportTarget string
	Footer                 string
}

type line struct{ Label, Value string }
