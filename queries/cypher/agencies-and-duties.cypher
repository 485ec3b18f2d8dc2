// 各机构负责、牵头、配合什么？ / What does each agency lead, answer for and support?
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[r:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO]->(agency:Agency)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH DISTINCT p, m, agency, type(r) AS involves
RETURN
  coalesce({zh: agency.name, en: agency.name_en}[$lang], agency.name) AS agencyLabel,
  {zh: CASE WHEN agency:AgencyGroup THEN '一类机构' ELSE '机构' END,
   en: CASE WHEN agency:AgencyGroup THEN 'group' ELSE 'body' END}[$lang] AS kind,
  {LEAD_AGENCY: {zh: '牵头', en: 'leads'}, RESPONSIBLE_AGENCY: {zh: '负责', en: 'is responsible'},
   COOPERATING_AGENCY: {zh: '配合', en: 'cooperates'},
   REPORTS_TO: {zh: '接收报告', en: 'is reported to'}}[involves][$lang] AS role,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(agency.name, ''), agency.uri, coalesce(p.year, 0), number, p.uri, m.order, m.uri, involves
