"use strict";
// Puts what `pack.js` holds into Neo4j Browser's local storage: once for each version of it, so that what a user changed
// stays until there is something new. What is not ours is left alone.
//
// An open tab writes all that it knows, at any time. So this happens at the moment when Browser begins to read; and what
// was put in is remembered among Browser's settings, so that a tab that brings an older state back says so.
(() => {
  const read = (key, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem("neo4j." + key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const keep = (key, value) => localStorage.setItem("neo4j." + key, JSON.stringify(value));
  const ours = (item) => typeof item.id === "string" && item.id.startsWith("reformgraph");
  const pack = REFORMGRAPH;

  // The rules of a style that are a user's: those for what we have no rule for, and ours where they changed one.
  const theirs = (style, last) =>
    Object.fromEntries(
      Object.entries(style).filter(
        ([name, rule]) =>
          !(name in pack.grass) || Object.entries(last[name] ?? {}).some(([key, value]) => rule[key] !== value),
      ),
    );

  // The password comes in the fragment, from a file that its owner alone can read, under the pad that pad.js holds: what
  // stays in the history of the web browser opens nothing later.
  const door = /^#door=([0-9a-f]+)$/.exec(location.hash);
  if (door) history.replaceState(null, "", location.pathname);

  const seed = () => {
    const settings = read("settings", {});
    const last = settings.reformgraph ?? {};
    if (last.version === pack.version) return;
    keep("documents", [...read("documents", []).filter((item) => !ours(item)), ...pack.documents]);
    keep("folders", [...read("folders", []).filter((item) => !ours(item)), ...pack.folders]);
    keep("grass", { ...pack.grass, ...theirs(read("grass", {}), last.grass ?? {}) });
    const guide = { currentSlide: 0, title: pack.guide, identifier: new URL("reformgraph/guide.html", location.href).href };
    const others = read("guides", { remoteGuides: [] }).remoteGuides.filter((item) => item.identifier !== guide.identifier);
    keep("guides", { currentGuide: null, remoteGuides: [guide, ...others] });
    const free = [undefined, "", ":play start", last.first].includes(settings.initCmd);
    keep("settings", {
      ...settings,
      initCmd: free ? pack.first : settings.initCmd,
      allowUserStats: false,
      allowCrashReports: false,
      reformgraph: { version: pack.version, first: pack.first, grass: pack.grass },
    });
  };

  const logIn = () => {
    const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    const pad = bytes(REFORMGRAPH_PAD);
    const password = new TextDecoder().decode(bytes(door[1]).map((byte, place) => byte ^ pad[place]));
    const id = "$$discovery";
    const connection = {
      id,
      name: id,
      type: "bolt",
      host: pack.bolt,
      username: "neo4j",
      password,
      authenticationMethod: "NATIVE",
      authEnabled: true,
    };
    keep("connections", {
      allConnectionIds: [id],
      connectionsById: { [id]: connection },
      activeConnection: null,
      connectionState: 0,
    });
  };

  const getItem = Storage.prototype.getItem;
  Storage.prototype.getItem = function (key) {
    if (String(key).startsWith("neo4j.")) {
      Storage.prototype.getItem = getItem;
      seed();
      if (door) logIn();
    }
    return getItem.call(this, key);
  };
})();
