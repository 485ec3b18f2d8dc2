// 哪些举措属于某一领域（含其下位领域）？ / Which measures belong to a field, or a narrower one?
:param field => 'https://w3id.org/reformgraph/field/rencai';
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (area:Field)-[:BROADER*0..]->(field:Resource {uri: $field})
WHERE NOT $exact OR area = field
WITH DISTINCT area
MATCH (m:Measure)-[:IN_FIELD]->(area)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, area, stage
RETURN
  coalesce({zh: area.name, en: area.name_en}[$lang], area.name) AS fieldLabel,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, area.uri
