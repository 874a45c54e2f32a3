// SPDX-License-Identifier: Apache-2.0
// What stands on the page itself; the sentences of a verdict come from parley.tlog.

const FACE = {
  en: {
    title: "Verify a proof from a Parley log",
    what: "This page works without a network. It reads the files on this computer and sends nothing.",
    how: "Drop a proof (or evidence) here, together with the policy files of its logs. You decide which policies to trust: get them from the parties themselves.",
    choose: "or choose files:",
    proof: "Proof:",
    policies: "Policies you trust:",
    clear: "Start again",
    none: "none yet",
    language: "Language:",
  },
  ru: {
    title: "Проверка доказательства из журнала Parley",
    what: "Эта страница работает без сети. Она читает файлы на этом компьютере и ничего не передаёт.",
    how: "Перетащите сюда доказательство (или улику) вместе с файлами политик его журналов. Каким политикам доверять, решаете вы: получите их у самих сторон.",
    choose: "или выберите файлы:",
    proof: "Доказательство:",
    policies: "Политики, которым вы доверяете:",
    clear: "Начать заново",
    none: "пока нет",
    language: "Язык:",
  },
};
