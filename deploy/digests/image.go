package main

import (
	"fmt"
	"regexp"
	"strings"
)

// image is a reference to an image: host/repository:tag@digest. host and digest may be empty.
type image struct{ host, repository, tag, digest string }

var (
	repositoryForm = regexp.MustCompile(`^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$`)
	tagForm        = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$`)
	digestForm     = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

// parse reads a reference. It must have a tag: without, the digest of another release would be written at the next run.
func parse(text string) (image, error) {
	rest, digest, pinned := strings.Cut(text, "@")
	i := image{digest: digest}
	if pinned && !digestForm.MatchString(digest) {
		return i, fmt.Errorf("%q has a digest that is not sha256: with 64 hexadecimal digits", text)
	}
	if first, path, many := strings.Cut(rest, "/"); many && (strings.ContainsAny(first, ".:") || first == "localhost") {
		i.host, rest = first, path
	}
	i.repository, i.tag, _ = strings.Cut(rest, ":")
	if i.tag == "" {
		return i, fmt.Errorf("%q has no tag: name the release", text)
	}
	if !repositoryForm.MatchString(i.repository) || !tagForm.MatchString(i.tag) {
		return i, fmt.Errorf("%q is not the name of an image", text)
	}
	return i, nil
}

func (i image) String() string {
	text := i.repository + ":" + i.tag
	if i.host != "" {
		text = i.host + "/" + text
	}
	if i.digest != "" {
		text += "@" + i.digest
	}
	return text
}

// ours is whether the image is a build of this repository's Dockerfile, whose digest its builder knows.
func ours(reference string) bool {
	name, _, _ := strings.Cut(reference[strings.LastIndex(reference, "/")+1:], "@")
	name, _, _ = strings.Cut(name, ":")
	return name == "latchkey"
}
