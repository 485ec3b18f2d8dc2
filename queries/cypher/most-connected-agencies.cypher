// 哪些机构参与的举措最多、共事的机构最多？（不含“各部门”之类的统称） / Which agencies take part in most measures, with most partners? (without collective names)
//+ param: plan Plan optional | 只看一份文件：文号、标题或标识 | one plan alone: its number, title or IRI
//+ columns: agencyLabel = 机构 / Agency; measures = 举措数 / Measures; leads = 牵头数 / Leads;
//+ columns: partners = 共事机构数 / Partners; plans = 文件数 / Plans; uri = 标识 / URI
:param plan => null;
:param lang => 'zh';

MATCH (agency:Agency)<-[r:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO]-(m:Measure)
WHERE NOT agency:AgencyGroup
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO]->(partner:Agency)
WHERE partner <> agency AND NOT partner:AgencyGroup
WITH agency,
  count(DISTINCT m) AS measures,
  count(DISTINCT CASE type(r) WHEN 'LEAD_AGENCY' THEN m END) AS leads,
  count(DISTINCT partner) AS partners,
  count(DISTINCT p) AS plans
RETURN
  coalesce({zh: agency.name, en: agency.name_en}[$lang], agency.name) AS agencyLabel,
  measures, leads, partners, plans, agency.uri AS uri
ORDER BY measures DESC, partners DESC, agency.name, uri
