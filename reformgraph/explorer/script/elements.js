// Elements that several views use.
const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};
const button = (properties, act, ...children) => {
  const element = make("button", { type: "button", ...properties }, ...children);
  element.addEventListener("click", act);
  return element;
};
const badge = (kind) => make("span", { className: `badge k-${kind}`, "aria-hidden": "true" }, data.kinds[kind].symbol);
const nothing = () => make("p", { className: "empty" }, say("nothing"));

// The first of many items in a box, each drawn under an id of its own, and beside it a button that shows as many again.
const firstOf = (box, name, items, step, draws) => {
  const length = state.lengths[name] ?? step;
  box.append(...items.slice(0, length).map((item, place) => draws(item, `${name}-${place}`)));
  if (items.length <= length) return [box];
  const id = `more-${name}`;
  const grow = () => { state.lengths[name] = length + step; draw(id); };
  return [box, button({ className: "plain more", id }, grow, say("more", { count: items.length - length }))];
};

// The text with what is searched for marked.
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

// A measure in a list; a click opens it, in the text where the page has it.
const card = (measure, id) => {
  const key = keyOf(measure);
  const element = button({ className: "card", id }, () => (several ? open(key, id) : lead(key)), ...found(words(measure.at)));
  element.setAttribute("aria-current", String(state.measure === key));
  if (several) element.append(make("small", {}, planOf(measure).title));
  return element;
};
const when = ({ from, to }) =>
  from && to ? `${from} – ${to}`
    : to ? (state.language === "zh" ? `${to} ${say("until")}` : `${say("until")} ${to}`)
      : `${say("from")} ${from}`;
