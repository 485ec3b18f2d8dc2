// 哪些举措处于某一阶段？ / Which measures are at a stage?
:param stage => 'https://w3id.org/reformgraph/stage/pilot';
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[:STAGE]->(stage:Resource {uri: $stage})
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH DISTINCT p, m, stage
WITH *, COLLECT {
  MATCH (m)-[:USES_MECHANISM]->(x:Mechanism) WHERE x.name IS NOT NULL
  RETURN DISTINCT x.name AS name ORDER BY name
} AS mechanisms, COLLECT {
  MATCH (m)-[:APPLIES_IN]->(x:Region) WHERE x.name IS NOT NULL
  RETURN DISTINCT x.name AS name ORDER BY name
} AS regions
RETURN
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  reduce(text = null, name IN mechanisms | coalesce(text + '、', '') + name) AS mechanismLabels,
  reduce(text = null, name IN regions | coalesce(text + '、', '') + name) AS regionLabels,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri
