package main

import "latchkey/cmd/latchkey/build"

// release is set by the linker if the toolchain cannot know it, as in the container image.
var release string

// running is the build of this binary.
func running() build.Info { return build.Read(release) }
