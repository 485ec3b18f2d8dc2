// 哪些举措采用某一机制（含其下位机制）？ / Which measures use a mechanism, or a narrower one?
:param mechanism => 'https://w3id.org/reformgraph/mechanism/gaozhi-chengnuo';
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (used:Mechanism)-[:BROADER*0..]->(mechanism:Resource {uri: $mechanism})
WHERE NOT $exact OR used = mechanism
WITH DISTINCT used
MATCH (m:Measure)-[:USES_MECHANISM]->(used)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, used, stage
WITH *, COLLECT {
  MATCH (m)-[:APPLIES_IN]->(x:Region) WHERE x.name IS NOT NULL
  RETURN DISTINCT x.name AS name ORDER BY name
} AS regions
RETURN
  coalesce({zh: used.name, en: used.name_en}[$lang], used.name) AS mechanismLabel,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  reduce(text = null, name IN regions | coalesce(text + '、', '') + name) AS regionLabels,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, used.uri
