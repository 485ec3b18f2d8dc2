// A plan's text in pieces: headings, measures, and what stands around them; mentions are marked in all of them.
const mentions = several ? [] : [
  ...new Map(data.measures.flatMap((each) => each.mentions).map((each) => [String(each.at), each])).values(),
].sort((a, b) => a.at[0] - b.at[0]);
const tip = (mention) => {
  const term = data.terms[mention.term];
  const role = mention.role && named(data.roles[mention.role]);
  const about = [named(data.kinds[term.kind]), named(term), role, mention.target].filter(Boolean).join(" · ");
  return [about, `${say("rule")} ${mention.rules.join(" · ")}`, term.iri].filter(Boolean).join("\n");
};
const marked = (start, end) => {
  const pieces = [];
  let place = start;
  for (const mention of mentions) {
    if (mention.at[0] < place) continue;
    if (mention.at[0] >= end) break;
    if (mention.at[1] > end) continue;
    const className = `k-${data.terms[mention.term].kind}`;
    pieces.push(...found(data.text.slice(place, mention.at[0])));
    pieces.push(make("mark", { className, title: tip(mention) }, ...found(words(mention.at))));
    place = mention.at[1];
  }
  return [...pieces, ...found(data.text.slice(place, end))];
};
const headingOf = (heading) => {
  const element = make("span", { className: "heading" }, ...marked(...heading.at));
  element.setAttribute("role", "heading");
  element.setAttribute("aria-level", String(Math.min(heading.level + 1, 6)));
  return element;
};
const measureOf = (measure, fits) => {
  const key = keyOf(measure);
  const element = make("span", { id: key, className: `measure${fits ? "" : " out"}`, tabIndex: 0 }, ...marked(...measure.at));
  element.setAttribute("role", "button");
  element.setAttribute("aria-current", String(state.measure === key));
  element.addEventListener("click", () => open(key, key));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open(key, key);
  });
  return element;
};
const textView = (fitting) => {
  const box = make("div", { className: `text${filtering() ? " filtered" : ""}`, id: "text" });
  const shown = new Set(fitting);
  const parts = [
    ...data.headings.map((heading) => ({ at: heading.at, draw: () => headingOf(heading) })),
    ...data.measures.map((measure) => ({ at: measure.at, draw: () => measureOf(measure, shown.has(measure)) })),
  ].sort((a, b) => a.at[0] - b.at[0]);
  let place = 0;
  for (const part of parts) {
    if (part.at[0] < place) continue;
    box.append(...marked(place, part.at[0]), part.draw());
    place = part.at[1];
  }
  box.append(...marked(place, data.text.length));
  return box;
};
