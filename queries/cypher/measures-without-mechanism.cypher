// 哪些举措没有写明机制？ / Which measures name no mechanism?
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)
WHERE NOT EXISTS { (m)-[:USES_MECHANISM]->() }
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:ACTION]->(verb:Action)
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, verb, stage
RETURN
  coalesce({zh: verb.name, en: verb.name_en}[$lang], verb.name) AS action,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, coalesce(verb.uri, '')
