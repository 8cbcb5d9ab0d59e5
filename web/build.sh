#!/bin/sh
# Makes dist/, what browsers are served: scripts and style without comments and white space, and with short names for what
# only the script itself sees. Files stay apart, so that an import of one file means the same in both. Types and tests are
# for developers, and messages.*.page.js for the server: they stay out. Each file is put into place whole: somebody may be
# building meanwhile.
# First it lists the files of sentences in elements/languages.js, which is part of the sources.
set -eu
export LC_ALL=C # one order of names everywhere
cd "$(dirname "$0")"
new=$(mktemp -d ./.dist.XXXXXX)
trap 'rm -rf "$new"' EXIT

{
	echo "// languages.js: where the sentences are. Made by build.sh of the files' names, each in full: in a package, some bundlers"
	echo "// follow no others. The admin console is no part of the package."
	echo
	echo "/** @typedef {{[key: string]: string | Sentences}} Sentences */"
	echo
	echo "/** @type {{[name: string]: () => Promise<{default: Sentences}>}} */"
	echo "const files = {"
	for file in $(ls elements/messages.*.js | grep -v -e '\.admin' -e '\.page\.js$'); do
		name=${file#elements/messages.}
		echo "  '${name%.js}': () => import('./${file#elements/}'),"
	done
	echo "};"
	echo
	echo "/** @param {string} name \"de\" or \"de.setup\"; it throws where there is no such file */"
	echo 'export const load = (name) => files[name]();'
} >"$new/languages.js"
cmp -s "$new/languages.js" elements/languages.js || mv "$new/languages.js" elements/languages.js

sources=$(ls sdk/*.js elements/*.js admin/*.js pages/page.css | grep -v -e '\.test\.js$' -e '/types\.js$' -e '\.page\.js$')
go tool esbuild $sources --outbase=. --outdir="$new" --minify --target=es2022 --charset=utf8 \
	--tsconfig-raw='{}' --log-level=warning
# Browsers need no list of names, which is heavier than all else that the module says.
echo 'export const load=e=>import(`./messages.${e}.js`);' >"$new/elements/languages.js"
go run ./build $(grep -l 'replaceSync(`' "$new"/elements/*.js "$new"/admin/*.js)

for file in $sources; do
	mkdir -p "dist/$(dirname "$file")"
	cmp -s "$new/$file" "dist/$file" || mv "$new/$file" "dist/$file"
done
find dist -type f | while read -r file; do
	echo "$sources" | grep -qxF "${file#dist/}" || rm "$file"
done
