// 谁要在什么时候向谁报告什么？ / Who must report what to whom, and by when?
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[:REPORTS_TO]->(body:Agency)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:LEAD_AGENCY|RESPONSIBLE_AGENCY]->(reporter:Agency)
OPTIONAL MATCH (m)-[:DUE]->(deadline:Deadline)
WITH p, m, body, reporter, deadline.from AS from, deadline.to AS to, min(deadline.uri) AS deadline
RETURN
  coalesce({zh: body.name, en: body.name_en}[$lang], body.name) AS recipientLabel,
  coalesce({zh: reporter.name, en: reporter.name_en}[$lang], reporter.name) AS reporterLabel,
  from, to,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, body.uri, coalesce(reporter.uri, ''),
  to IS NOT NULL, to, from IS NOT NULL, from, coalesce(deadline, '')
