// 两个机构之间经由哪些共同举措相连？（最短的各条路径，不经过“各部门”之类的统称） / By which shared measures are two agencies connected? (all shortest ways, none through collective names)
//+ param: from Agency required | 起点机构 | the agency to begin with
//+ param: to Agency required | 终点机构 | the agency to end with
//+ columns: steps = 步数 / Steps; way = 路径（共同举措数） / Way (shared measures); quotes = 举措，每步一例 / One measure a step;
//+ columns: uris = 举措标识 / Measure URIs
:param from => 'https://w3id.org/reformgraph/agency/100000/caizheng-bu';
:param to => 'https://w3id.org/reformgraph/agency/100000/shengtai-huanjing-bu';
:param exact => false;
:param lang => 'zh';

MATCH (one:Resource {uri: $from})
MATCH (other:Resource {uri: $to})
CALL (one) {
  MATCH (first:Agency)-[:FORMERLY*0..]->(one) RETURN first
  UNION
  MATCH (one)-[:FORMERLY*0..]->(first:Agency) RETURN first
}
CALL (other) {
  MATCH (last:Agency)-[:FORMERLY*0..]->(other) RETURN last
  UNION
  MATCH (other)-[:FORMERLY*0..]->(last:Agency) RETURN last
}
WITH DISTINCT one, other, first, last
WHERE first <> last AND (NOT $exact OR (first = one AND last = other))
MATCH way = allShortestPaths(
  (first)-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO*..8]-(last))
WHERE none(n IN nodes(way) WHERE n:AgencyGroup)
WITH DISTINCT [n IN nodes(way) WHERE n:Agency] AS stops
WITH stops, COLLECT {
  UNWIND range(1, size(stops) - 1) AS step
  WITH step, stops[step - 1] AS body, stops[step] AS other
  MATCH (body)<-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO]-(m:Measure)
    -[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO]->(other)
  WITH step, other, count(DISTINCT m) AS measures, min(m.uri) AS uri
  MATCH (m:Resource {uri: uri})
  WITH step, other AS x, measures, m
  RETURN {
    text: ' —' + measures + '→ ' + coalesce({zh: x.name, en: x.name_en}[$lang], x.name),
    quote: m.quote, uri: m.uri
  }
  ORDER BY step
} AS steps
WITH stops[0] AS x, steps
RETURN
  size(steps) AS steps,
  reduce(
    text = coalesce({zh: x.name, en: x.name_en}[$lang], x.name), step IN steps | text + step.text
  ) AS way,
  reduce(text = null, step IN steps | coalesce(text + ' → ', '') + step.quote) AS quotes,
  reduce(text = null, step IN steps | coalesce(text + ' ', '') + step.uri) AS uris
ORDER BY steps, way, uris
