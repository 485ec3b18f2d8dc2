"use strict";
// Draws a plan from the data beside it. All words of a plan go in as text (`textContent`), never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const state = { language: data.language, tab: "text", search: "", chosen: {}, measure: null };
  for (const kind of data.filtered) state.chosen[kind] = new Set();
  const byId = new Map(data.measures.map((measure) => [measure.id, measure]));

  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), data.words[key][state.language]);
  const named = (words) => words[state.language];
  const words = ([start, end]) => data.text.slice(start, end);
  const make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element && name !== "list") element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  // What each measure has of each kind that can be filtered by: key → words in both languages.
  const facets = new Map(data.measures.map((measure) => {
    const found = Object.fromEntries(data.filtered.map((kind) => [kind, new Map()]));
    for (const mention of measure.mentions) found[mention.kind]?.set(mention.name, { zh: mention.name, en: mention.name });
    found.stages.set(measure.stage, data.stages[measure.stage]);
    for (const field of measure.fields) found.fields.set(field.zh, field);
    return [measure.id, found];
  }));
  const matches = (measure) => {
    const found = facets.get(measure.id);
    const facet = data.filtered.every((kind) => !state.chosen[kind].size || [...state.chosen[kind]].some((key) => found[kind].has(key)));
    return facet && (!state.search || words(measure.at).toLowerCase().includes(state.search.toLowerCase()));
  };
  const filtering = () => state.search || data.filtered.some((kind) => state.chosen[kind].size);
  const shown = () => data.measures.filter(matches);
  const label = (kind) => (kind === "stages" ? say("stage") : named(data.kinds[kind]));
  const badge = (kind) => make("span", { className: `badge k-${kind}`, "aria-hidden": "true" }, data.kinds[kind].symbol);

  const choose = (kind, key, only) => {
    const chosen = state.chosen[kind];
    if (only) chosen.clear();
    if (!only && chosen.has(key)) chosen.delete(key);
    else chosen.add(key);
  };
  const open = (id, { move = true } = {}) => {
    state.measure = id;
    history.replaceState(null, "", `#${id}`);
    draw();
    if (move) document.getElementById(id)?.scrollIntoView({ block: "center" });
  };

  // The first measure that is left comes into sight.
  const reveal = () => {
    if (filtering()) document.querySelector(".measure:not(.out)")?.scrollIntoView({ block: "center" });
  };

  const nav = () => {
    const search = make("input", { type: "search", id: "search", value: state.search, placeholder: say("search") });
    search.setAttribute("aria-label", say("search"));
    search.addEventListener("input", () => { state.search = search.value.trim(); draw("search"); reveal(); });
    const count = make("output", { id: "shown" }, say("shown", { shown: shown().length, all: data.measures.length }));
    const box = make("nav", {}, search, make("p", {}, count));
    box.setAttribute("aria-label", say("filters"));
    const clear = make("button", { type: "button", className: "plain", id: "clear" }, say("clear"));
    clear.addEventListener("click", () => {
      state.search = "";
      for (const kind of data.filtered) state.chosen[kind].clear();
      draw("search");
    });
    for (const kind of data.filtered) {
      const counts = new Map();
      for (const measure of data.measures) {
        for (const [key, text] of facets.get(measure.id)[kind]) counts.set(key, [named(text), (counts.get(key)?.[1] ?? 0) + 1]);
      }
      if (!counts.size) continue;
      const list = make("ul", { tabIndex: 0 });
      list.setAttribute("aria-label", label(kind));
      for (const [key, [text, count]] of [...counts].sort((a, b) => b[1][1] - a[1][1] || (a[0] < b[0] ? -1 : 1))) {
        const id = `f-${kind}-${key}`;
        const box = make("input", { type: "checkbox", id, checked: state.chosen[kind].has(key) });
        box.addEventListener("change", () => { choose(kind, key); draw(id); reveal(); });
        list.append(make("li", {}, make("label", {}, box, make("span", {}, text), make("span", { className: "count" }, String(count)))));
      }
      box.append(make("fieldset", {}, make("legend", {}, badge(kind), label(kind)), list));
    }
    box.append(make("p", {}, clear));
    return box;
  };

  // The text in pieces: headings, measures, and what stands around them; mentions are marked in all of them.
  const textView = () => {
    const box = make("div", { className: `text${filtering() ? " filtered" : ""}`, id: "text" });
    const parts = [
      ...data.headings.map((heading) => ({ at: heading.at, heading })),
      ...data.measures.map((measure) => ({ at: measure.at, measure })),
    ].sort((a, b) => a.at[0] - b.at[0]);
    let place = 0;
    for (const part of parts) {
      if (part.at[0] < place) continue;
      box.append(...marked(place, part.at[0]));
      box.append(part.heading ? headingOf(part.heading) : measureOf(part.measure));
      place = part.at[1];
    }
    box.append(...marked(place, data.text.length));
    return box;
  };
  const mentions = [...new Map(data.measures.flatMap((each) => each.mentions).map((each) => [String(each.at), each])).values()]
    .sort((a, b) => a.at[0] - b.at[0]);
  const marked = (start, end) => {
    const pieces = [];
    let place = start;
    for (const mention of mentions) {
      if (mention.at[0] < place) continue;
      if (mention.at[0] >= end) break;
      if (mention.at[1] > end) continue;
      const mark = make("mark", { className: `k-${mention.kind}`, title: tip(mention) }, ...found(words(mention.at)));
      pieces.push(...found(data.text.slice(place, mention.at[0])), mark);
      place = mention.at[1];
    }
    pieces.push(...found(data.text.slice(place, end)));
    return pieces;
  };
  const headingOf = (heading) => {
    const element = make("span", { className: "heading" }, ...marked(...heading.at));
    element.setAttribute("role", "heading");
    element.setAttribute("aria-level", String(Math.min(heading.level + 1, 6)));
    return element;
  };
  const measureOf = (measure) => {
    const element = make("span", { id: measure.id, className: `measure${matches(measure) ? "" : " out"}`, tabIndex: 0 });
    element.setAttribute("role", "button");
    element.setAttribute("aria-current", String(state.measure === measure.id));
    element.append(...marked(...measure.at));
    element.addEventListener("click", () => open(measure.id, { move: false }));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(measure.id, { move: false });
      document.getElementById(measure.id).focus();
    });
    return element;
  };
  const found = (text) => {
    if (!state.search) return [text];
    const pieces = [];
    const lower = text.toLowerCase();
    const wanted = state.search.toLowerCase();
    let place = 0;
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, place)) {
      pieces.push(text.slice(place, at), make("span", { className: "hit" }, text.slice(at, at + wanted.length)));
      place = at + wanted.length;
    }
    return [...pieces, text.slice(place)];
  };
  const tip = (mention) =>
    [named(data.kinds[mention.kind]), mention.name, mention.role && named(data.roles[mention.role]), mention.target]
      .filter(Boolean)
      .join(" · ");

  const matrixView = () => {
    const cells = new Map();
    const weight = { regions: new Map(), mechanisms: new Map() };
    const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
    for (const measure of shown()) {
      const regions = new Set(measure.mentions.filter((m) => m.kind === "regions" && m.role === "appliesIn").map((m) => m.name));
      const mechanisms = new Set(measure.mentions.filter((m) => m.kind === "mechanisms").map((m) => m.name));
      for (const region of regions) for (const mechanism of mechanisms) {
        add(cells, JSON.stringify([mechanism, region]));
        add(weight.regions, region);
        add(weight.mechanisms, mechanism);
      }
    }
    const order = (map) => [...map].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
    const [columns, rows] = [order(weight.regions), order(weight.mechanisms)];
    if (!rows.length) return make("p", { className: "empty" }, say("nothing"));
    const most = Math.max(...cells.values());
    const head = make("tr", {}, make("td"), ...columns.map((region) => make("th", { scope: "col" }, region)));
    const body = rows.map((mechanism) =>
      make("tr", {}, make("th", { scope: "row" }, mechanism), ...columns.map((region) => {
        const count = cells.get(JSON.stringify([mechanism, region]));
        if (!count) return make("td");
        const button = make("button", { type: "button" }, String(count));
        button.setAttribute("aria-label", `${mechanism}, ${region}: ${count}`);
        const share = 0.15 + (0.55 * count) / most;
        button.style.setProperty("background", `rgba(0, 114, 178, ${share.toFixed(2)})`);
        if (share > 0.5) button.style.setProperty("color", "#fff");
        button.addEventListener("click", () => {
          choose("mechanisms", mechanism, true);
          choose("regions", region, true);
          state.tab = "text";
          draw();
          reveal();
        });
        return make("td", {}, button);
      })));
    const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
    const box = make("div", { className: "matrix", tabIndex: 0 }, table);
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", say("matrix"));
    return box;
  };

  const card = (measure) => {
    const button = make("button", { type: "button", className: "card" }, words(measure.at));
    button.addEventListener("click", () => { state.tab = "text"; open(measure.id); });
    return button;
  };
  const stagesView = () => {
    const box = make("div", { className: "board" });
    for (const [stage, names] of Object.entries(data.stages)) {
      const here = shown().filter((measure) => measure.stage === stage);
      if (!here.length) continue;
      const title = make("h2", {}, named(names), make("span", { className: "count" }, String(here.length)));
      box.append(make("section", {}, title, ...here.map(card)));
    }
    return box.childElementCount ? box : make("p", { className: "empty" }, say("nothing"));
  };

  const when = (mention) =>
    mention.from && mention.to ? `${mention.from} – ${mention.to}`
      : mention.to ? (state.language === "zh" ? `${mention.to} ${say("until")}` : `${say("until")} ${mention.to}`)
        : `${say("from")} ${mention.from}`;
  const timelineView = () => {
    const due = shown()
      .flatMap((measure) => measure.mentions.filter((m) => m.kind === "deadlines").map((mention) => ({ measure, mention })))
      .sort((a, b) => ((a.mention.to || a.mention.from) < (b.mention.to || b.mention.from) ? -1 : 1));
    if (!due.length) return make("p", { className: "empty" }, say("nothing"));
    return make("ol", { className: "timeline" }, ...due.map(({ measure, mention }) =>
      make("li", {}, make("time", { dateTime: mention.to || mention.from }, when(mention)), card(measure))));
  };

  const details = () => {
    const box = make("aside", { id: "details" }, make("h2", {}, say("details")));
    box.setAttribute("aria-label", say("details"));
    box.setAttribute("aria-live", "polite");
    const measure = byId.get(state.measure);
    if (!measure) {
      box.append(make("p", { className: "empty" }, say("pick")));
      return box;
    }
    const list = make("dl");
    const row = (name, ...value) => list.append(make("dt", {}, name), make("dd", {}, ...value));
    row(named(data.kinds.measures), words(measure.at));
    row(named(data.kinds.tasks), measure.path);
    if (measure.action) row(say("action"), measure.action);
    row(say("stage"), measure.stage === "none" ? say("none") : named(data.stages[measure.stage]));
    if (measure.outcome) row(say("outcome"), words(measure.outcome));
    if (measure.fields.length) row(named(data.kinds.fields), measure.fields.map(named).join("、"));
    box.append(list);
    for (const kind of Object.keys(data.kinds)) {
      const mentions = measure.mentions.filter((mention) => mention.kind === kind);
      if (!mentions.length) continue;
      box.append(make("h2", {}, badge(kind), " ", named(data.kinds[kind])));
      for (const mention of mentions) {
        const extra = [mention.role && named(data.roles[mention.role]), mention.target, kind === "deadlines" && when(mention)];
        const item = make("div", { className: `item k-${kind}` }, mention.name, make("small", {}, extra.filter(Boolean).join(" · ")));
        item.append(make("small", {}, `“${mention.quote}” · ${say("rule")} ${mention.rule}`));
        box.append(item);
      }
    }
    box.append(make("p", {}, make("a", { href: `#${measure.id}` }, say("link"))));
    return box;
  };

  const views = { text: textView, matrix: matrixView, stages: stagesView, timeline: timelineView };
  const tabs = () => {
    const box = make("div", { className: "tabs" });
    box.setAttribute("role", "tablist");
    for (const name of Object.keys(views)) {
      const button = make("button", { type: "button", id: `tab-${name}`, tabIndex: state.tab === name ? 0 : -1 }, say(name));
      button.setAttribute("role", "tab");
      button.setAttribute("aria-selected", String(state.tab === name));
      button.setAttribute("aria-controls", "view");
      button.addEventListener("click", () => { state.tab = name; draw(`tab-${name}`); });
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const names = Object.keys(views);
        state.tab = names[(names.indexOf(name) + step + names.length) % names.length];
        draw(`tab-${state.tab}`);
      });
      box.append(button);
    }
    return box;
  };
  const header = () => {
    const about = [[say("number"), data.number], [say("issuer"), data.issuer], [say("issued"), data.issued]];
    const line = about.filter(([, value]) => value).map(([name, value]) => `${name} ${value}`).join(" · ");
    const language = make("button", { type: "button", className: "plain", id: "language" }, say("language"));
    language.addEventListener("click", () => { state.language = state.language === "zh" ? "en" : "zh"; draw("language"); });
    return make("header", {}, make("div", { className: "spread" }, make("h1", {}, data.title), make("p", {}, line)), language);
  };

  const draw = (focus) => {
    document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
    const scrolled = document.querySelector("aside")?.scrollTop ?? 0;
    const view = make("div", { id: "view" }, views[state.tab]());
    view.setAttribute("role", "tabpanel");
    view.setAttribute("aria-labelledby", `tab-${state.tab}`);
    const main = make("main", { id: "main" }, tabs(), view);
    const page = document.getElementById("page");
    page.replaceChildren(
      make("a", { className: "skip", href: "#main" }, say("skip")), header(), make("div", { className: "layout" }, nav(), main, details()));
    document.querySelector("aside").scrollTop = scrolled;
    if (focus) {
      const element = document.getElementById(focus);
      element?.focus();
      if (focus === "search") element.setSelectionRange(element.value.length, element.value.length);
    }
  };

  const fromAddress = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!byId.has(id)) return;
    state.measure = id;
    state.tab = "text";
    draw();
    document.getElementById(id)?.scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", fromAddress);
  draw();
  fromAddress();
})();
