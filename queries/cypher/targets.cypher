// 有哪些可以衡量的目标？ / Which measurable targets are set?
:param unit => null;
:param plan => null;

MATCH (m:Measure)-[r:HAS_TARGET]->(target:Target)
WHERE $unit IS NULL OR target.unit = $unit
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH p, m, target.comparator AS comparator, target.value AS value, target.unit AS unit, r.quote AS words,
  min(target.uri) AS target
RETURN
  comparator, value, unit, words,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, target
