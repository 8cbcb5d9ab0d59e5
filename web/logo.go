package web

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"net/http"
	"regexp"
	"strings"
)

// MaxLogo is the maximum size of a logo in bytes: every page loads it.
const MaxLogo = 64 << 10

// Logo is an image that is safe to serve with the pages.
type Logo struct {
	Extension string // ".svg", ".png" or ".webp", by content
	body      []byte
}

// NewLogo checks an image by its content. The error is a *Fault.
func NewLogo(body []byte) (*Logo, error) {
	const save = "Save it as SVG, PNG or WebP."
	switch {
	case len(body) > MaxLogo:
		return nil, &Fault{Wrong: "names an image larger than 64 kB.", Remedy: "Make it smaller: it is shown 28 pixels high."}
	case bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n")):
		if _, err := png.DecodeConfig(bytes.NewReader(body)); err != nil {
			return nil, &Fault{Wrong: "names a broken PNG image.", Remedy: save}
		}
		return &Logo{Extension: ".png", body: body}, nil
	case isWebP(body):
		return &Logo{Extension: ".webp", body: body}, nil
	case strings.HasPrefix(http.DetectContentType(body), "text/") && bytes.Contains(body, []byte("<svg")):
		if wrong := svgFault(body); wrong != "" {
			return nil, &Fault{Wrong: "names an SVG image that " + wrong + ".", Remedy: "Export it as plain SVG, without scripts, links to other files, animation or a DOCTYPE."}
		}
		return &Logo{Extension: ".svg", body: body}, nil
	}
	return nil, &Fault{Wrong: "names no SVG, PNG or WebP image.", Remedy: save}
}

// isWebP checks the container: RIFF, the length of the rest, WEBP, and a chunk of one of its three kinds.
func isWebP(body []byte) bool {
	if len(body) < 20 || string(body[:4]) != "RIFF" || string(body[8:15]) != "WEBPVP8" {
		return false
	}
	return uint64(binary.LittleEndian.Uint32(body[4:8]))+8 == uint64(len(body)) && strings.ContainsRune(" LX", rune(body[15]))
}

// drawing lists the SVG elements that only draw. All others are refused: scripts, foreign markup, animation (which can set any
// attribute), images and external links.
var drawing = wordSet(`svg g defs symbol use title desc metadata style path rect circle ellipse line polyline polygon text
	tspan textpath lineargradient radialgradient stop clippath mask pattern marker filter switch view
	feblend fecolormatrix fecomponenttransfer fecomposite fediffuselighting fedropshadow feflood fefunca fefuncb fefuncg
	fefuncr fegaussianblur femerge femergenode femorphology feoffset fespecularlighting fetile feturbulence fedistantlight
	fepointlight fespotlight feconvolvematrix fedisplacementmap`)

const svgNamespace = "http://www.w3.org/2000/svg"

// outside matches what style and attributes can fetch or run: a url() that is not a fragment, an import, or an escape
// that could hide either.
var outside = regexp.MustCompile(`(?i)url\(\s*["']?\s*[^#"'\s]|@import|image-set|javascript:|expression\(|\\`)

// svgFault describes what is not allowed in a drawing, as the end of a sentence, or "". This is the first of two
// defences: the CSP also forbids it to run and fetch anything.
func svgFault(body []byte) string {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	depth, roots := 0, 0
	var style *bytes.Buffer // the text of an open <style>, joined across comments and CDATA as in browsers
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && roots == 1 && depth == 0 {
			return ""
		}
		if err != nil {
			return "is not well-formed"
		}
		wrong := ""
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
			wrong = elementFault(token, depth)
			if style != nil {
				wrong = "has a <" + token.Name.Local + "> in its style"
			}
			if strings.EqualFold(token.Name.Local, "style") {
				style = &bytes.Buffer{}
			}
		case xml.EndElement:
			depth--
			if style != nil && outside.Match(style.Bytes()) {
				wrong = "has style that refers to something outside it"
			}
			style = nil
		case xml.CharData:
			if style != nil {
				style.Write(token)
			}
		case xml.Directive:
			wrong = "has a DOCTYPE"
		case xml.ProcInst:
			if token.Target != "xml" {
				wrong = "has a processing instruction"
			}
		}
		if wrong != "" {
			return wrong
		}
	}
}

func elementFault(element xml.StartElement, depth int) string {
	name := strings.ToLower(element.Name.Local)
	switch {
	case depth == 1 && (element.Name.Space != svgNamespace || name != "svg"):
		return "does not begin with an <svg> of the SVG namespace"
	case element.Name.Space != svgNamespace:
		// Drawing programs add metadata in other namespaces. Browsers ignore it, unless they know the namespace.
		if strings.Contains(element.Name.Space, "w3.org/1999/xhtml") || strings.Contains(element.Name.Space, "MathML") {
			return "has foreign markup"
		}
	case !drawing[name]:
		return "has a <" + element.Name.Local + ">"
	}
	for _, attribute := range element.Attr {
		if wrong := attributeFault(strings.ToLower(attribute.Name.Local), attribute.Value); wrong != "" {
			return wrong
		}
	}
	return ""
}

func attributeFault(name, value string) string {
	switch {
	case strings.HasPrefix(name, "on"):
		return "has a handler (" + name + ")"
	case (name == "href" || name == "src") && !strings.HasPrefix(strings.TrimSpace(value), "#"):
		return "refers to something outside it"
	case name == "base" || outside.MatchString(value):
		return "refers to something outside it"
	}
	return ""
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
