// What was found in the measure that is open: the facts, the words that each rests on, and the rules that read them.
const evidence = (mention) => {
  if (!mention.at) return [];
  const about = [`“${words(mention.at)}”`, `${say("rule")} ${mention.rules.join(" · ")}`];
  if (mention.reviewer) about.push(`${say("reviewer")} ${mention.reviewer}`);
  return [make("small", {}, about.join(" · "))];
};
const itemOf = (mention) => {
  const term = data.terms[mention.term];
  const extra = [mention.role && named(data.roles[mention.role]), mention.target, (mention.from || mention.to) && when(mention)];
  const concept = [term.definition, term.iri].filter(Boolean).map((text) => make("small", { className: "concept" }, text));
  return make("div", { className: `item k-${term.kind}` },
    named(term), make("small", {}, extra.filter(Boolean).join(" · ")), ...evidence(mention), ...concept);
};
const details = () => {
  const box = make("aside", { id: "details" }, make("h2", {}, say("details")));
  box.setAttribute("aria-label", say("details"));
  box.setAttribute("aria-live", "polite");
  const measure = byKey.get(state.measure);
  if (!measure) {
    box.append(make("p", { className: "empty" }, say("pick")));
    return box;
  }
  const list = make("dl");
  const row = (name, ...value) => list.append(make("dt", {}, name), make("dd", {}, ...value));
  const plan = planOf(measure);
  row(named(data.kinds.measures), words(measure.at), ...(measure.rule ? [make("small", {}, `${say("rule")} ${measure.rule}`)] : []));
  if (several) row(named(data.kinds.plans), plan.title);
  row(named(data.kinds.tasks), measure.path);
  if (measure.action) row(say("action"), measure.action);
  row(say("stage"), measure.stage === "none" ? say("none") : named(data.stages[measure.stage]));
  if (measure.outcome) row(say("outcome"), words(measure.outcome));
  if (measure.fields) row(named(data.kinds.fields), measure.fields.map((term) => named(data.terms[term])).join("、"));
  row("IRI", make("small", { className: "concept" }, `${plan.iri}/measure/${measure.id.slice(2)}`));
  box.append(list);
  for (const kind of Object.keys(data.kinds)) {
    const here = measure.mentions.filter((mention) => data.terms[mention.term].kind === kind);
    if (here.length) box.append(make("h2", {}, badge(kind), " ", named(data.kinds[kind])), ...here.map(itemOf));
  }
  const href = several ? `${encodeURIComponent(plan.file)}#${measure.id}` : `#${measure.id}`;
  box.append(make("p", {}, make("a", { href }, say(several ? "in_text" : "link"))));
  return box;
};
