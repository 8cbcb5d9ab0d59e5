package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

const svgSpace = "http://www.w3.org/2000/svg"

// drawn lists the allowed elements. It excludes what runs, animates, links, embeds or loads; an allowlist also excludes future
// elements.
var drawn = []string{
	"svg", "g", "defs", "symbol", "use", "title", "desc", "style", "metadata",
	"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
	"linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask",
	"filter", "feBlend", "feColorMatrix", "feComposite", "feFlood", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset",
}

// editors are the namespaces of editor metadata, which browsers ignore. It is removed.
var editors = []string{
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
	"http://creativecommons.org/ns#", "http://web.resource.org/cc/",
	"http://purl.org/dc/elements/1.1/",
	"http://www.inkscape.org/namespaces/inkscape",
	"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
	"http://www.serif.com/",
	"http://www.bohemiancoding.com/sketch/ns",
}

// clean returns a static drawing without document type, comments and editor metadata, or an error that says why it is not one.
func clean(raw []byte) ([]byte, error) {
	var kept bytes.Buffer
	decoder := xml.NewDecoder(bytes.NewReader(raw))
	style, elements := 0, 0
	for from := int64(0); ; from = decoder.InputOffset() {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.New("it is no well-formed XML")
		}
		cut := false
		switch token := token.(type) {
		case xml.Directive:
			if bytes.ContainsRune(token, '[') {
				return nil, errors.New("its document type declares something")
			}
			cut = true
		case xml.Comment:
			cut = true
		case xml.ProcInst:
			if token.Target != "xml" {
				return nil, fmt.Errorf("it has a processing instruction, %q", token.Target)
			}
		case xml.StartElement:
			if slices.Contains(editors, token.Name.Space) {
				cut = true
				if err := decoder.Skip(); err != nil {
					return nil, errors.New("it is no well-formed XML")
				}
				break
			}
			if err := checkElement(token, elements == 0); err != nil {
				return nil, err
			}
			elements++
			if token.Name.Local == "style" {
				style++
			}
		case xml.EndElement:
			if token.Name.Local == "style" {
				style--
			}
		case xml.CharData:
			if style > 0 {
				if err := checkStyle(string(token)); err != nil {
					return nil, err
				}
			}
		}
		if !cut {
			kept.Write(raw[from:decoder.InputOffset()])
		}
	}
	if elements == 0 {
		return nil, errors.New("there is nothing in it")
	}
	return append(bytes.TrimSpace(kept.Bytes()), '\n'), nil
}

func checkElement(element xml.StartElement, root bool) error {
	name := element.Name
	if root && name.Local != "svg" || name.Space != svgSpace || !slices.Contains(drawn, name.Local) {
		return fmt.Errorf("it has an element %q", name.Local)
	}
	for _, attribute := range element.Attr {
		key, value := strings.ToLower(attribute.Name.Local), strings.TrimSpace(attribute.Value)
		switch {
		case strings.HasPrefix(key, "on"):
			return fmt.Errorf("it has a script in %q", key)
		case key == "href" || key == "src" || key == "base":
			if !strings.HasPrefix(value, "#") {
				return fmt.Errorf("it refers to something outside in %q", key)
			}
		case attribute.Name.Space == "xmlns" || key == "xmlns":
		default:
			if err := checkStyle(value); err != nil {
				return fmt.Errorf("%w in %q", err, key)
			}
		}
	}
	return nil
}

var address = regexp.MustCompile(`(?i)url\s*\(\s*["']?\s*(.?)`)

// checkStyle checks CSS and attributes, which may contain CSS: only internal references, and no escapes, which could hide
// others.
func checkStyle(css string) error {
	if strings.ContainsAny(css, `\@`) || strings.Contains(css, "/*") {
		return errors.New("it has a style that could load something")
	}
	for _, found := range address.FindAllStringSubmatch(css, -1) {
		if found[1] != "#" {
			return errors.New("it refers to something outside")
		}
	}
	for _, loads := range []string{"image-set", "image(", "src(", "expression("} {
		if strings.Contains(strings.ToLower(css), loads) {
			return errors.New("it has a style that could load something")
		}
	}
	return nil
}
