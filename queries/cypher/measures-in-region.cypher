// 哪些举措涉及某一区域（含其内的各区域）？ / Which measures concern a region, or one that lies in it?
:param region => 'https://w3id.org/reformgraph/region/lingang-xinpianqu';
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (place:Region)
  ((a)-[r:WITHIN|HAS_MEMBER]-(b) WHERE startNode(r) = CASE type(r) WHEN 'WITHIN' THEN a ELSE b END)*
  (region:Resource {uri: $region})
WHERE NOT $exact OR place = region
WITH DISTINCT place
MATCH (m:Measure)-[r:APPLIES_IN|MENTIONS_REGION]->(place)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, place, stage, type(r) AS concerns
RETURN
  coalesce({zh: place.name, en: place.name_en}[$lang], place.name) AS regionLabel,
  {APPLIES_IN: {zh: '适用', en: 'applies in'}, MENTIONS_REGION: {zh: '提及', en: 'mentions'}}[concerns][$lang] AS role,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, place.uri, concerns
