// 任意两个概念（区域、机制、机构、平台、文件、对象）之间最短如何相连？ / What is the shortest way between any two concepts: regions, mechanisms, agencies, platforms, instruments, beneficiaries?
//+ param: from Concept required | 起点的名称、别名或标识 | name, alias or IRI of the first
//+ param: to Concept required | 终点的名称、别名或标识 | name, alias or IRI of the last
//+ columns: steps = 步数 / Steps; way = 路径（共同举措数） / Way (shared measures); quotes = 举措，每步一例 / One measure a step;
//+ columns: uris = 概念标识 / Concept URIs
:param from => 'https://w3id.org/reformgraph/region/lingang-xinpianqu';
:param to => 'https://w3id.org/reformgraph/mechanism/gaozhi-chengnuo';
:param lang => 'zh';

MATCH (first:Resource {uri: $from})
MATCH (last:Resource {uri: $to})
WHERE first <> last
MATCH way = allShortestPaths(
  (first)-[:USES_MECHANISM|APPLIES_IN|LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO|ON_PLATFORM
    |CHANGES_INSTRUMENT|BENEFITS|WITHIN|HAS_MEMBER|BROADER*..12]-(last))
WHERE none(n IN nodes(way) WHERE NOT n IN [first, last]
  AND (n:AgencyGroup OR n.uri = 'https://w3id.org/reformgraph/region/100000'))
WITH DISTINCT [n IN nodes(way) WHERE n:Concept] AS stops
ORDER BY [x IN stops | x.uri]
LIMIT 20
WITH stops, COLLECT {
  UNWIND range(1, size(stops) - 1) AS step
  WITH step, stops[step - 1] AS one, stops[step] AS x
  OPTIONAL MATCH (one)<-[:USES_MECHANISM|APPLIES_IN|LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO
      |ON_PLATFORM|CHANGES_INSTRUMENT|BENEFITS]-(m:Measure)-[:USES_MECHANISM|APPLIES_IN|LEAD_AGENCY|RESPONSIBLE_AGENCY
      |COOPERATING_AGENCY|REPORTS_TO|ON_PLATFORM|CHANGES_INSTRUMENT|BENEFITS]->(x)
  WITH step, x, count(DISTINCT m) AS measures, min(m.uri) AS uri
  OPTIONAL MATCH (m:Resource {uri: uri})
  RETURN {
    text: ' —' + CASE measures WHEN 0 THEN '' ELSE measures END + '→ '
      + coalesce({zh: x.name, en: x.name_en}[$lang], x.name),
    quote: m.quote
  }
  ORDER BY step
} AS steps
WITH stops, stops[0] AS x, steps
RETURN
  size(steps) AS steps,
  reduce(
    text = coalesce({zh: x.name, en: x.name_en}[$lang], x.name), step IN steps | text + step.text
  ) AS way,
  reduce(
    text = null, step IN [each IN steps WHERE each.quote IS NOT NULL] | coalesce(text + ' → ', '') + step.quote
  ) AS quotes,
  reduce(text = null, x IN stops | coalesce(text + ' ', '') + x.uri) AS uris
ORDER BY steps, way, uris
