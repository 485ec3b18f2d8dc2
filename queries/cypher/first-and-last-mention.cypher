// 各机制最早、最晚在哪年的方案中出现，共几份方案？ / In which year's plans is each mechanism named first and last, and in how many?
:param mechanism => null;
:param exact => false;
:param lang => 'zh';

MATCH (m:Measure)-[:USES_MECHANISM]->(used:Mechanism)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE p.year IS NOT NULL AND (
  $mechanism IS NULL OR used.uri = $mechanism
  OR NOT $exact AND EXISTS { (used)-[:BROADER*1..]->(:Resource {uri: $mechanism}) })
WITH used, min(p.year) AS first, max(p.year) AS last, count(DISTINCT p) AS plans, count(DISTINCT m) AS measures
RETURN coalesce({zh: used.name, en: used.name_en}[$lang], used.name) AS mechanismLabel, first, last, plans, measures, used.uri AS used
ORDER BY plans DESC, measures DESC, used
