// SPDX-License-Identifier: Apache-2.0
// Files in, lines out: which dropped file is the proof and which are policies.

const byId = (id) => document.getElementById(id);
const given = { proof: null, policies: new Map() };
const looksLikePolicy = (data) => /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:log|witness|group|quorum)[ \t]/.test(latin1(data.subarray(0, 4096)));

async function take(files) {
  for (const file of files) {
    const data = new Uint8Array(await file.arrayBuffer());
    if (looksLikePolicy(data)) given.policies.set(file.name, data);
    else given.proof = { name: file.name, data };
  }
  await show();
}

async function show() {
  const language = byId("language").value;
  document.documentElement.lang = language;
  for (const item of document.querySelectorAll("[data-say]")) item.textContent = FACE[language][item.dataset.say];
  document.title = FACE[language].title;
  byId("policies").textContent = [...given.policies.keys()].map(visible).join(", ") || FACE[language].none;
  byId("proof").textContent = given.proof ? visible(given.proof.name) : FACE[language].none;
  const result = byId("result");
  result.replaceChildren();
  if (given.proof === null) return;
  const found = await verdict(given.proof.data, [...given.policies.values()]);
  const lines = verdictLines(found, language).map(([style, words]) => {
    const line = document.createElement("p");
    line.className = style;
    line.textContent = words;
    return line;
  });
  result.replaceChildren(...lines);
  result.dataset.code = found.code ?? "";
}

function start() {
  const drop = byId("drop");
  byId("files").addEventListener("change", (event) => take([...event.target.files]));
  byId("language").addEventListener("change", show);
  byId("clear").addEventListener("click", () => {
    given.proof = null;
    given.policies.clear();
    byId("files").value = "";
    show();
  });
  for (const name of ["dragenter", "dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name !== "drop");
      if (name === "drop") take([...event.dataTransfer.files]);
    });
  }
  byId("language").value = navigator.language.startsWith("ru") ? "ru" : "en";
  show();
}
start();
