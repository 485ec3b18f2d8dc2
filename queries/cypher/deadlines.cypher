// 什么时候要完成什么？按时间排列。 / What is due when? In order of time.
:param after => null;
:param before => null;
:param plan => null;

MATCH (m:Measure)-[due:DUE]->(deadline:Deadline)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH p, m, due.quote AS words, deadline, coalesce(deadline.to, deadline.from) AS day
WHERE ($after IS NULL OR day >= $after) AND ($before IS NULL OR day <= $before)
WITH p, m, words, day, deadline.from AS from, deadline.to AS to, min(deadline.uri) AS deadline
WITH *, COLLECT {
  MATCH (m)-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO]->(x:Agency) WHERE x.name IS NOT NULL
  RETURN DISTINCT x.name AS name ORDER BY name
} AS agencies
RETURN
  from, to, words,
  reduce(text = null, name IN agencies | coalesce(text + '、', '') + name) AS agencyLabels,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY day, from IS NOT NULL, from, coalesce(p.year, 0), number, p.uri, m.order, m.uri, deadline
