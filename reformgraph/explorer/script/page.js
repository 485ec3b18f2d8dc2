// The page around the views: filters, tabs, the header; and how a choice of the reader's leads to all being drawn anew.
const VIEWS = {
  text: textView, plans: plansView, measures: measuresView, matrix: matrixView, stages: stagesView, timeline: timelineView, graph: graphView,
};
const FEW = 12;

const open = (key, focus) => {
  state.measure = key;
  history.replaceState(null, "", `#${key}`);
  draw(focus);
};
const lead = (key) => {
  state.tab = several ? "measures" : "text";
  open(key, key);
  document.getElementById(key)?.scrollIntoView({ block: "center" });
};
// The first measure that is left comes into sight.
const reveal = () => {
  if (filtering()) document.querySelector(".measure:not(.out)")?.scrollIntoView({ block: "center" });
};
const turnTo = (view) => {
  state.tab = view;
  window.scrollTo(0, 0);
  draw(`tab-${view}`);
};
// The measures themselves, as this page shows them.
const lookAtMeasures = () => {
  turnTo(several ? "measures" : "text");
  reveal();
};

const filterBox = (kind) => {
  const counts = new Map();
  for (const measure of fitting(kind)) for (const key of facets.get(measure)[kind]) add(counts, key);
  for (const key of state.chosen[kind]) if (!counts.has(key)) counts.set(key, 0);
  if (!counts.size) return [];
  const chosen = (key) => state.chosen[kind].has(key);
  const keys = byCount(counts).sort((a, b) => chosen(b) - chosen(a));
  const list = make("ul", { tabIndex: 0 });
  list.setAttribute("aria-label", kindName(kind));
  const listed = firstOf(list, `filter-${kind}`, keys, FEW, (key) => {
    const id = `f-${kind}-${key}`;
    const box = make("input", { type: "checkbox", id, checked: chosen(key) });
    box.addEventListener("change", () => { toggle(kind, key); draw(id); reveal(); });
    const count = make("span", { className: "count" }, String(counts.get(key)));
    return make("li", {}, make("label", {}, box, make("span", {}, facetName(kind, key)), count));
  });
  return [make("fieldset", {}, make("legend", {}, badge(kind), kindName(kind)), ...listed)];
};
const nav = (shown) => {
  const search = make("input", { type: "search", id: "search", value: state.search, placeholder: say("search") });
  search.setAttribute("aria-label", say("search"));
  search.addEventListener("input", () => { state.search = search.value.trim(); draw("search"); reveal(); });
  const clear = () => {
    state.search = "";
    for (const kind of data.filtered) choose(kind);
    draw("search");
  };
  const count = make("output", { id: "shown" }, say("shown", { shown: shown.length, all: data.measures.length }));
  const box = make("nav", {}, search, make("p", {}, count), ...data.filtered.flatMap(filterBox),
    make("p", {}, button({ className: "plain", id: "clear" }, clear, say("clear"))));
  box.setAttribute("aria-label", say("filters"));
  return box;
};

const tabs = () => {
  const box = make("div", { className: "tabs" });
  box.setAttribute("role", "tablist");
  for (const name of data.views) {
    const element = button({ id: `tab-${name}`, tabIndex: state.tab === name ? 0 : -1 }, () => turnTo(name), say(name));
    element.setAttribute("role", "tab");
    element.setAttribute("aria-selected", String(state.tab === name));
    element.setAttribute("aria-controls", "view");
    element.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      turnTo(data.views[(data.views.indexOf(name) + step + data.views.length) % data.views.length]);
    });
    box.append(element);
  }
  return box;
};
const header = () => {
  const [plan] = data.plans;
  const about = several ? [] : [[say("number"), plan.number], [say("issuer"), plan.issuer], [say("issued"), plan.issued]];
  const line = about.filter(([, value]) => value).map(([name, value]) => `${name} ${value}`).join(" · ");
  const change = () => { state.language = state.language === "zh" ? "en" : "zh"; draw("language"); };
  const title = make("h1", {}, several ? say("all_plans") : plan.title);
  return make("header", {}, make("div", { className: "spread" }, title, make("p", {}, line)), button({ className: "plain", id: "language" }, change, say("language")));
};

const draw = (focus) => {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  const scrolled = [...document.querySelectorAll("nav, aside")].map((element) => element.scrollTop);
  const shown = fitting();
  const view = make("div", { id: "view" }, VIEWS[state.tab](shown));
  view.setAttribute("role", "tabpanel");
  view.setAttribute("aria-labelledby", `tab-${state.tab}`);
  document.getElementById("page").replaceChildren(
    make("a", { className: "skip", href: "#main" }, say("skip")), header(),
    make("div", { className: "layout" }, nav(shown), make("main", { id: "main" }, tabs(), view), details()));
  document.querySelectorAll("nav, aside").forEach((element, place) => { element.scrollTop = scrolled[place] ?? 0; });
  const element = focus && document.getElementById(focus);
  element?.focus();
  if (focus === "search") element.setSelectionRange(element.value.length, element.value.length);
};
const fromAddress = () => {
  const key = decodeURIComponent(location.hash.slice(1));
  if (byKey.has(key)) lead(key);
};
window.addEventListener("hashchange", fromAddress);
draw();
fromAddress();
