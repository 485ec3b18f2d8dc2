// 哪些举措在同一系列的下一份方案中不再提及？ / Which measures are not heard of in the next plan of their series?
:param plan => null;

MATCH (m:Measure)-[:DROPPED_IN]->(next:Plan)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
RETURN
  coalesce(next.number, next.title) AS nextNumber,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri
