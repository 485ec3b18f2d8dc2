// The same measures seen otherwise: as lists of plans and of measures, regions × mechanisms, by stage, by deadline.
const STEP = 60;

const plansView = (fitting) => {
  const counts = new Map();
  for (const measure of fitting) counts.set(measure.plan, (counts.get(measure.plan) ?? 0) + 1);
  const plans = data.plans.map((plan, place) => ({ ...plan, count: counts.get(place) ?? 0 })).filter((plan) => plan.count);
  if (!plans.length) return nothing();
  const head = [named(data.kinds.plans), say("number"), say("issuer"), say("issued"), named(data.kinds.measures)];
  const rows = plans.map((plan) => make("tr", {},
    make("th", { scope: "row" }, make("a", { href: encodeURIComponent(plan.file) }, plan.title)),
    ...[plan.number, plan.issuer, plan.issued, plan.count].map((value) => make("td", {}, String(value ?? "")))));
  const titles = make("tr", {}, ...head.map((title) => make("th", { scope: "col" }, title)));
  return make("table", { className: "plans" }, make("thead", {}, titles), make("tbody", {}, ...rows));
};

const measuresView = (fitting) =>
  fitting.length ? make("div", {}, ...firstOf(make("div", { className: "cards" }), "measures", fitting, STEP, card)) : nothing();

const termsOf = (measure, kind, role) => new Set(
  measure.mentions.filter((each) => data.terms[each.term].kind === kind && (!role || each.role === role)).map((each) => each.term));
const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
const byCount = (map) => [...map].sort((a, b) => b[1] - a[1] || order(a[0], b[0])).map(([key]) => key);

const matrixView = (fitting) => {
  const cells = new Map();
  const weight = { regions: new Map(), mechanisms: new Map() };
  for (const measure of fitting) {
    const mechanisms = termsOf(measure, "mechanisms");
    for (const region of termsOf(measure, "regions", "appliesIn")) for (const mechanism of mechanisms) {
      add(cells, `${mechanism} ${region}`);
      add(weight.regions, region);
      add(weight.mechanisms, mechanism);
    }
  }
  const rows = byCount(weight.mechanisms);
  if (!rows.length) return nothing();
  const columns = byCount(weight.regions).slice(0, STEP / 2);
  const most = Math.max(...cells.values());
  const cell = (mechanism, region) => {
    const count = cells.get(`${mechanism} ${region}`);
    if (!count) return make("td");
    const look = () => {
      choose("mechanisms", mechanism);
      choose("regions", region);
      lookAtMeasures();
    };
    const element = button({}, look, String(count));
    element.setAttribute("aria-label", `${named(data.terms[mechanism])}, ${named(data.terms[region])}: ${count}`);
    element.style.setProperty("background", `rgba(0, 114, 178, ${(0.12 + (0.43 * count) / most).toFixed(2)})`);
    return make("td", {}, element);
  };
  const head = make("tr", {}, make("td"), ...columns.map((region) => make("th", { scope: "col" }, named(data.terms[region]))));
  const [body, ...more] = firstOf(make("tbody"), "matrix", rows, STEP, (mechanism) =>
    make("tr", {}, make("th", { scope: "row" }, named(data.terms[mechanism])), ...columns.map((region) => cell(mechanism, region))));
  const box = make("div", { className: "matrix", tabIndex: 0 }, make("table", {}, make("thead", {}, head), body), ...more);
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", say("matrix"));
  return box;
};

const stagesView = (fitting) => {
  const box = make("div", { className: "board" });
  for (const [stage, names] of Object.entries(data.stages)) {
    const here = fitting.filter((measure) => measure.stage === stage);
    if (!here.length) continue;
    const title = make("h2", {}, named(names), make("span", { className: "count" }, String(here.length)));
    box.append(make("section", {}, title, ...firstOf(make("div"), `stage-${stage}`, here, STEP, card)));
  }
  return box.childElementCount ? box : nothing();
};

const timelineView = (fitting) => {
  const due = fitting
    .flatMap((measure) => measure.mentions
      .filter((mention) => data.terms[mention.term].kind === "deadlines")
      .map((mention) => ({ measure, mention, date: mention.to || mention.from })))
    .sort((a, b) => order(a.date, b.date));
  if (!due.length) return nothing();
  const list = make("ol", { className: "timeline" });
  return make("div", {}, ...firstOf(list, "timeline", due, STEP, ({ measure, mention, date }, id) =>
    make("li", {}, make("time", { dateTime: date }, when(mention)), card(measure, id))));
};
