// 某一机制从哪年起、在哪份文件、处于什么阶段？ / Since when, in which plan and at which stage is a mechanism used?
:param mechanism => 'https://w3id.org/reformgraph/mechanism/gaozhi-chengnuo';
:param exact => false;
:param lang => 'zh';

MATCH (used:Mechanism)-[:BROADER*0..]->(mechanism:Resource {uri: $mechanism})
WHERE NOT $exact OR used = mechanism
WITH DISTINCT used
MATCH (m:Measure)-[:USES_MECHANISM]->(used)
MATCH (m)-[:IN_PLAN]->(p:Plan)
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
OPTIONAL MATCH (m)-[:APPLIES_IN]->(place:Region)
WITH DISTINCT p, m, used, stage, place
RETURN
  p.year AS year,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce({zh: used.name, en: used.name_en}[$lang], used.name) AS mechanismLabel,
  coalesce({zh: place.name, en: place.name_en}[$lang], place.name) AS regionLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(year, 0), p.issued IS NOT NULL, p.issued, coalesce(stage.order, 0), number, p.uri, m.order, m.uri,
  used.uri, coalesce(place.uri, '')
