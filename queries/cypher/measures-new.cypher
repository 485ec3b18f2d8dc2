// 与同一系列的前一份方案相比，哪些举措是新的？ / Which measures are new since the plan before in their series?
:param plan => null;

MATCH (m:Measure)-[:NEW_SINCE]->(before:Plan)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
RETURN
  coalesce(before.number, before.title) AS earlierNumber,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri
