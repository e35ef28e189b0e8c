"""Packs `bootstrap` into a zip, the same bytes for the same program: infra/pack.py PROGRAM OUT."""

import sys
import zipfile


def main() -> None:
    program, out = sys.argv[1:3]
    entry = zipfile.ZipInfo("bootstrap", (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o100755 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    with open(program, "rb") as file, zipfile.ZipFile(out, "w") as target:
        target.writestr(entry, file.read(), compresslevel=9)


if __name__ == "__main__":
    main()
