#!/bin/sh
# Makes dist/, what browsers are served: the scripts and the style of the pages without comments and white space. Files
# stay apart and names stay readable, so that an import of one file, or a line of a stack trace, means the same in both.
# Types and tests are for developers and stay out. Each file is put into place whole: somebody may be building meanwhile.
set -eu
cd "$(dirname "$0")"
new=$(mktemp -d ./.dist.XXXXXX)
trap 'rm -rf "$new"' EXIT

sources=$(ls sdk/*.js elements/*.js pages/page.css | grep -v -e '\.test\.js$' -e '/types\.js$')
go tool esbuild $sources --outbase=. --outdir="$new" --minify-whitespace --minify-syntax --target=es2022 --charset=utf8 \
	--tsconfig-raw='{}' --log-level=warning

for file in $sources; do
	mkdir -p "dist/$(dirname "$file")"
	cmp -s "$new/$file" "dist/$file" || mv "$new/$file" "dist/$file"
done
find dist -type f | while read -r file; do
	echo "$sources" | grep -qxF "${file#dist/}" || rm "$file"
done
