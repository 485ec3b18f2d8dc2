// 各区域适用哪些机制，各有多少举措？ / Which mechanisms apply in which regions, in how many measures?
:param plan => null;
:param lang => 'zh';

MATCH (place:Region)<-[:APPLIES_IN]-(m:Measure)-[:USES_MECHANISM]->(used:Mechanism)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH place, used, count(DISTINCT m) AS measures, count(DISTINCT p) AS plans
RETURN
  coalesce({zh: place.name, en: place.name_en}[$lang], place.name) AS regionLabel,
  coalesce({zh: used.name, en: used.name_en}[$lang], used.name) AS mechanismLabel,
  measures, plans, place.uri AS region, used.uri AS mechanism
ORDER BY coalesce(place.name, ''), region, measures DESC, coalesce(used.name, ''), mechanism
