# The main job on the sample reports: what `make demo` runs. Needs `policysearch` on the PATH.
set -eu
cd "$(dirname "$0")/.."

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }

say policysearch ingest corpus
policysearch ingest corpus
say "policysearch search 'generative AI' --law 'AI Act' --limit 3 --facet-size 4"
policysearch search 'generative AI' --law 'AI Act' --limit 3 --facet-size 4
say policysearch entities law --min-documents 2 --limit 12
policysearch entities law --min-documents 2 --limit 12

cat <<'TEXT'

The store and the index are in index/. Go on with your own reports:

    . .venv/bin/activate
    policysearch ingest FOLDER --index my-index
    policysearch search '"exact phrase" OR prefix*' --index my-index
    policysearch entities organization --index my-index --format csv > organizations.csv
    policysearch --help
TEXT
