// 上级方案的哪些举措，没有下级方案落实？ / Which measures of a higher level does no lower plan carry out?
:param plan => null;

MATCH (m:Measure)-[:IN_PLAN]->(p:Plan)
WHERE ($plan IS NULL OR p.uri = $plan)
  AND EXISTS { (:Measure)-[:IMPLEMENTS]->(:Measure)-[:IN_PLAN]->(p) }
  AND NOT EXISTS { (:Measure)-[:IMPLEMENTS]->(m) }
RETURN coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri
