// 哪些举措建设或依托哪些平台？ / Which platforms do measures build or rest on?
:param platform => null;
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[:ON_PLATFORM]->(platform:Platform)
WHERE $platform IS NULL OR platform.uri = $platform
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:ACTION]->(verb:Action)
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, platform, verb, stage
RETURN
  coalesce({zh: platform.name, en: platform.name_en}[$lang], platform.name) AS platformLabel,
  coalesce({zh: verb.name, en: verb.name_en}[$lang], verb.name) AS action,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, platform.uri, coalesce(verb.uri, '')
