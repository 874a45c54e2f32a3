# SPDX-License-Identifier: Apache-2.0
"""Makes web/vendor/ml_dsa_44.mjs anew from npm, then web/verify.html from it.

Needs npm and its registry; the results are committed, so nobody else does.  Only white
space is taken out of the library: its names stay, so that it can be compared.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

import gen_verify

PACKAGES = ("@noble/post-quantum@0.7.1", "@noble/hashes@2.4.0", "@noble/curves@2.4.0")
BUNDLER = "esbuild@0.28.2"
ENTRY = """
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
export const verify = (signature, message, publicKey) =>
  ml_dsa44.verify(signature, message, publicKey);
"""
FLAGS = (
    "--bundle",
    "--minify-whitespace",
    "--format=iife",
    "--global-name=mldsa44",
    "--target=es2022",
    "--charset=ascii",
    "--legal-comments=none",
)


def main() -> None:
    """Fetch, bundle, write, and say the hash."""
    npm = shutil.which("npm")
    assert npm is not None, "npm is needed"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.json").write_text("{}", encoding="utf-8")
        (folder / "entry.js").write_text(ENTRY, encoding="utf-8")
        install = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*install, *PACKAGES, BUNDLER], cwd=folder, check=True)
        bundler = folder / "node_modules" / ".bin" / "esbuild"
        subprocess.run(
            [str(bundler), "entry.js", *FLAGS, "--outfile=out.js"],
            cwd=folder,
            check=True,
        )
        licence = _licence(folder / "node_modules" / "@noble" / "post-quantum")
        code = (folder / "out.js").read_text("ascii").strip()
    assert "</script" not in code
    gen_verify.VENDORED.write_text(f"/*\n{licence}*/\n{code}\n", encoding="utf-8")
    print(sha256(gen_verify.VENDORED.read_bytes()).hexdigest())
    gen_verify.main()


def _licence(package: Path) -> str:
    text = (package / "LICENSE").read_text("utf-8").replace("https://", "")
    return f"{', '.join(PACKAGES)}; SPDX-License-Identifier: MIT\n\n{text}"


if __name__ == "__main__":
    main()
