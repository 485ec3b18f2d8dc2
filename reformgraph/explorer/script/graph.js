// How regions, mechanisms, agencies and fields go together: those of one measure are joined, the more measures the thicker.
const JOINED = ["regions", "mechanisms", "agencies", "fields"];
const LABEL = 12; // pixels, as all sizes of the picture
const [MOST_NODES, MOST_EDGES, MOST_PAIRS] = [34, 70, 20];

const pairsOf = (measures) => {
  const pairs = new Map();
  for (const measure of measures) {
    const terms = JOINED.flatMap((kind) => facets.get(measure)[kind]).sort((a, b) => a - b);
    terms.forEach((one, place) => {
      for (const other of terms.slice(place + 1)) if (data.terms[one].kind !== data.terms[other].kind) add(pairs, `${one} ${other}`);
    });
  }
  return byCount(pairs).map((pair) => ({ terms: pair.split(" ").map(Number), count: pairs.get(pair) }));
};

const choosePair = (terms) => {
  for (const term of terms) choose(data.terms[term].kind, term);
  lookAtMeasures();
};

// What fits into one picture: the strongest pairs whose ends are among the names that are joined most.
const pictured = (pairs) => {
  const weight = new Map();
  for (const { terms, count } of pairs) for (const term of terms) weight.set(term, (weight.get(term) ?? 0) + count);
  const kept = new Set(byCount(weight).slice(0, MOST_NODES));
  const edges = pairs.filter(({ terms }) => terms.every((term) => kept.has(term))).slice(0, MOST_EDGES);
  const nodes = [...new Set(edges.flatMap(({ terms }) => terms))];
  return { nodes: nodes.map((term) => ({ term, weight: weight.get(term) })), edges };
};

// As wide as the frame, and then all sizes as they are to be on the screen.
const fill = (picture) => {
  const spread = (axis) => {
    const places = picture.nodes().map((node) => node.position(axis));
    return Math.max(...places) - Math.min(...places) || 1;
  };
  const wider = Math.min(Math.max((picture.width() / picture.height()) * (spread("y") / spread("x")), 0.5), 4);
  picture.nodes().positions((node) => ({ x: node.position("x") * wider, y: node.position("y") }));
  picture.fit(undefined, 40);
  const onScreen = (size) => (element) => (typeof size === "string" ? element.data(size) : size) / picture.zoom();
  picture.nodes().style({
    width: onScreen("size"), height: onScreen("size"), "font-size": onScreen(LABEL), "text-max-width": onScreen(11 * LABEL),
  });
  picture.edges().style({ width: onScreen("width") });
};
const drawn = ({ nodes, edges }, container) => {
  const around = (place) => ({ x: 600 * Math.cos((2 * Math.PI * place) / nodes.length), y: 600 * Math.sin((2 * Math.PI * place) / nodes.length) });
  const picture = cytoscape({
    container,
    elements: [
      ...nodes.map(({ term, weight }, place) => ({
        position: around(place),
        data: {
          id: `t${term}`, term, name: named(data.terms[term]), colour: data.kinds[data.terms[term].kind].colour,
          size: Math.min(8 + 1.8 * Math.sqrt(weight), 30),
        },
      })),
      ...edges.map(({ terms, count }) => ({
        data: { source: `t${terms[0]}`, target: `t${terms[1]}`, terms, width: Math.min(0.5 + 0.7 * Math.sqrt(count), 6) },
      })),
    ],
    style: [
      { selector: "node", style: {
        label: "data(name)", "background-color": "data(colour)", width: 30, height: 30, "font-size": 36,
        "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap", "text-max-width": 320, color: "#1c1f23",
        "text-background-color": "#fff", "text-background-opacity": 0.8, "text-background-padding": 1,
      } },
      { selector: "edge", style: { "line-color": "#9aa0a8", "curve-style": "haystack", opacity: 0.6 } },
    ],
    layout: { name: "preset" },
    minZoom: 0.1, maxZoom: 3,
  });
  const layout = picture.layout({
    name: "cose", animate: false, randomize: false, idealEdgeLength: 130, nodeRepulsion: 3000000, nodeOverlap: 40,
    componentSpacing: 60, gravity: 1, numIter: 2500, nodeDimensionsIncludeLabels: false,
  });
  layout.one("layoutstop", () => {
    fill(picture);
    container.dataset.nodes = nodes.length;
  });
  layout.run();
  return picture;
};

const graphView = (fitting) => {
  const pairs = pairsOf(fitting);
  if (!pairs.length) return nothing();
  const canvas = make("div", { id: "graph", className: "graph" });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", say("graph"));
  const legend = make("p", { className: "legend" });
  for (const kind of JOINED) legend.append(make("span", {}, badge(kind), " ", kindName(kind)));
  const list = make("ol", { className: "pairs" }, ...pairs.slice(0, MOST_PAIRS).map(({ terms, count }) => make("li", {},
    button({ className: "plain" }, () => choosePair(terms), `${terms.map((term) => named(data.terms[term])).join(" — ")} · ${count}`))));
  // The library measures its container, so it draws once that stands in the page.
  requestAnimationFrame(() => {
    if (!canvas.isConnected) return;
    const picture = drawn(pictured(pairs), canvas);
    picture.on("tap", "node", ({ target }) => { toggle(data.terms[target.data("term")].kind, target.data("term")); draw(); });
    picture.on("tap", "edge", ({ target }) => choosePair(target.data("terms")));
  });
  return make("div", {}, make("p", { className: "note" }, say("graph_note")), legend, canvas, make("h2", {}, say("pairs")), list);
};
