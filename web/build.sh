#!/bin/sh
# Makes dist/, what browsers are served: scripts and style without comments and white space, and with short names for what
# only the script itself sees. Files stay apart, so that an import of one file means the same in both. Types and tests are
# for developers and stay out. Each file is put into place whole: somebody may be building meanwhile.
set -eu
cd "$(dirname "$0")"
new=$(mktemp -d ./.dist.XXXXXX)
trap 'rm -rf "$new"' EXIT

sources=$(ls sdk/*.js elements/*.js pages/page.css | grep -v -e '\.test\.js$' -e '/types\.js$')
go tool esbuild $sources --outbase=. --outdir="$new" --minify --target=es2022 --charset=utf8 \
	--tsconfig-raw='{}' --log-level=warning
go run ./build $(grep -l 'replaceSync(`' "$new"/elements/*.js)

for file in $sources; do
	mkdir -p "dist/$(dirname "$file")"
	cmp -s "$new/$file" "dist/$file" || mv "$new/$file" "dist/$file"
done
find dist -type f | while read -r file; do
	echo "$sources" | grep -qxF "${file#dist/}" || rm "$file"
done
