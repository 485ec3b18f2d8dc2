"use strict";
// The data beside the scripts, what the reader has chosen, and which measures fit it. The scripts stand in one element, in
// the order of `page.py`. All words of a plan go in as text (`textContent`), never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const several = data.plans.length > 1;
const state = { language: data.language, tab: data.views[0], search: "", chosen: {}, measure: null, lengths: {} };
for (const kind of data.filtered) state.chosen[kind] = new Set();

const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), data.words[key][state.language]);
const named = (words) => words[state.language] || words.zh;
const words = ([start, end]) => data.text.slice(start, end);
const planOf = (measure) => data.plans[measure.plan ?? 0];
const keyOf = (measure) => (several ? `${planOf(measure).id}/${measure.id}` : measure.id);
const byKey = new Map(data.measures.map((measure) => [keyOf(measure), measure]));
const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

// What each measure has of each kind that can be filtered by, as keys; `facetWords` says what a key is called.
const facetWords = {
  plans: (key) => ({ zh: data.plans[key].title }),
  stages: (key) => data.stages[key],
};
const facets = new Map(data.measures.map((measure) => {
  const terms = measure.mentions.map((mention) => mention.term).concat(measure.fields ?? []);
  return [measure, Object.fromEntries(data.filtered.map((kind) => [
    kind,
    kind === "plans" ? [measure.plan] : kind === "stages" ? [measure.stage]
      : [...new Set(terms.filter((term) => data.terms[term].kind === kind))],
  ]))];
}));
const lower = new Map(data.measures.map((measure) => [measure, words(measure.at).toLowerCase()]));
const facetName = (kind, key) => named((facetWords[kind] ?? ((term) => data.terms[term]))(key));
const kindName = (kind) => (kind === "stages" ? say("stage") : named(data.kinds[kind]));

// The measures that fit what is chosen and searched, in the order of the text; a kind can be left out of account.
const fitting = (without) => {
  const active = data.filtered.filter((kind) => kind !== without && state.chosen[kind].size);
  const wanted = state.search.toLowerCase();
  return data.measures.filter((measure) =>
    (!wanted || lower.get(measure).includes(wanted))
    && active.every((kind) => facets.get(measure)[kind].some((key) => state.chosen[kind].has(key))));
};
const filtering = () => state.search || data.filtered.some((kind) => state.chosen[kind].size);
const choose = (kind, ...keys) => { state.chosen[kind] = new Set(keys); };
const toggle = (kind, key) => { state.chosen[kind].delete(key) || state.chosen[kind].add(key); };
