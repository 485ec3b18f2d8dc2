// 向哪个区域下放、赋予了什么权限？ / What power is delegated to which region?
:param region => null;
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (m:Measure)-[power:DELEGATES_POWER_TO]->(place:Region)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH p, m, place, power
WHERE $region IS NULL OR place.uri = $region OR NOT $exact AND EXISTS {
  (place)
  ((a)-[r:WITHIN|HAS_MEMBER]-(b) WHERE startNode(r) = CASE type(r) WHEN 'WITHIN' THEN a ELSE b END)+
  (:Resource {uri: $region})
}
WITH DISTINCT p, m, place, power.quote AS what
RETURN
  coalesce({zh: place.name, en: place.name_en}[$lang], place.name) AS regionLabel,
  what,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, place.uri, coalesce(what, '')
