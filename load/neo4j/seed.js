"use strict";
// Puts what `pack.js` holds into Neo4j Browser's local storage, before Browser starts: once for each version of it, so
// that what a user changed stays until there is something new. What is not ours is left alone.
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

  if (localStorage.getItem("reformgraph.version") !== pack.version) {
    keep("documents", [...read("documents", []).filter((item) => !ours(item)), ...pack.documents]);
    keep("folders", [...read("folders", []).filter((item) => !ours(item)), ...pack.folders]);
    keep("grass", { ...read("grass", {}), ...pack.grass });
    const guides = read("guides", { currentGuide: null, remoteGuides: [] });
    const others = guides.remoteGuides.filter((item) => item.identifier !== pack.guide.identifier);
    keep("guides", { currentGuide: null, remoteGuides: [pack.guide, ...others] });
    const settings = read("settings", {});
    const first = settings.initCmd;
    const free = !first || first === ":play start" || first === localStorage.getItem("reformgraph.first");
    keep("settings", { ...settings, initCmd: free ? pack.first : first, allowUserStats: false, allowCrashReports: false });
    localStorage.setItem("reformgraph.first", pack.first);
    localStorage.setItem("reformgraph.version", pack.version);
  }

  // The password comes in the fragment, from a file that its owner alone can read, under the pad that pad.js holds: what
  // stays in the history of the web browser opens nothing later.
  const login = /^#door=([0-9a-f]+)$/.exec(location.hash);
  if (login) {
    history.replaceState(null, "", location.pathname);
    const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    const pad = bytes(REFORMGRAPH_PAD);
    const password = new TextDecoder().decode(bytes(login[1]).map((byte, place) => byte ^ pad[place]));
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
  }
})();
