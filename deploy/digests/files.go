package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// file is a file that names images of others.
type file struct {
	path, name string // to open, and for people
	lines      []string
	uses       []use
}

// use is one image in a line.
type use struct {
	line  int // from 1
	text  string
	image image
}

var (
	from     = regexp.MustCompile(`(?i)^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?`)
	copyFrom = regexp.MustCompile(`(?i)^(?:COPY|ADD)\s.*?--from=(\S+)`)
	inYAML   = regexp.MustCompile(`^\s*(?:- )?image:\s+["']?([^\s"'#&*{][^\s"'#]*)`)
)

// read finds the images in the Dockerfile, in docker-compose.yml and in the manifests and values below deploy.
func read(folder string) ([]file, error) {
	paths := []string{"Dockerfile", "docker-compose.yml"}
	err := filepath.WalkDir(filepath.Join(folder, "deploy"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(path)) {
			path, err = filepath.Rel(folder, path)
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var files []file
	for _, name := range paths {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		f := file{path: filepath.Join(folder, name), name: name, lines: strings.SplitAfter(string(text), "\n")}
		find := f.images
		if name == "Dockerfile" {
			find = f.bases
		}
		if err := find(); err != nil {
			return nil, err
		}
		if len(f.uses) > 0 {
			files = append(files, f)
		}
	}
	return files, nil
}

// bases finds the images of a Dockerfile that are not stages of it.
func (f *file) bases() error {
	stages := []string{"scratch"}
	for n, line := range f.lines {
		if m := from.FindStringSubmatch(line); m != nil {
			if !slices.Contains(stages, m[1]) {
				if err := f.add(n, m[1]); err != nil {
					return err
				}
			}
			stages = append(stages, m[2])
		} else if m := copyFrom.FindStringSubmatch(line); m != nil && !slices.Contains(stages, m[1]) && strings.Trim(m[1], "0123456789") != "" {
			if err := f.add(n, m[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *file) images() error {
	for n, line := range f.lines {
		if m := inYAML.FindStringSubmatch(line); m != nil && !ours(m[1]) {
			if err := f.add(n, m[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *file) add(n int, text string) error {
	parsed, err := parse(text)
	if err != nil {
		return fmt.Errorf("%s:%d: %w", f.name, n+1, err)
	}
	f.uses = append(f.uses, use{n + 1, text, parsed})
	return nil
}

// write replaces the file by one with the digests, at once.
func (f file) write(digests map[image]string) error {
	lines := slices.Clone(f.lines)
	for _, u := range f.uses {
		tagged := u.image
		tagged.digest = ""
		pinned := tagged
		pinned.digest = digests[tagged]
		lines[u.line-1] = strings.Replace(lines[u.line-1], u.text, pinned.String(), 1)
	}
	if slices.Equal(lines, f.lines) {
		return nil
	}
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(f.path+".new", []byte(strings.Join(lines, "")), info.Mode().Perm()); err != nil {
		return err
	}
	return os.Rename(f.path+".new", f.path)
}
