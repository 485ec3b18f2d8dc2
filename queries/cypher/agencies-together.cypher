// 哪些机构在同一举措中共事最多？ / Which agencies act together in the same measures most often?
//+ param: agency Agency optional | 只看某一机构 | one agency alone
//+ param: plan Plan optional | 只看一份文件：文号、标题或标识 | one plan alone: its number, title or IRI
//+ columns: agencyLabel = 机构 / Agency; partnerLabel = 共事机构 / Partner; measures = 共同举措数 / Shared measures;
//+ columns: plans = 文件数 / Plans; agency = 机构标识 / Agency URI; partner = 共事机构标识 / Partner URI
:param agency => null;
:param plan => null;
:param exact => false;
:param lang => 'zh';

OPTIONAL MATCH (agency:Resource {uri: $agency})
CALL (agency) {
  MATCH (self:Agency)-[:FORMERLY*0..]->(agency) RETURN self
  UNION
  MATCH (agency)-[:FORMERLY*0..]->(self:Agency) RETURN self
}
WITH collect(self) AS selves
MATCH (body:Agency)<-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO]-(m:Measure)
  -[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO]->(other:Agency)
WHERE NOT body:AgencyGroup AND NOT other:AgencyGroup AND body <> other
  AND CASE WHEN $agency IS NULL THEN body.uri < other.uri WHEN $exact THEN body.uri = $agency ELSE body IN selves END
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH body, other, count(DISTINCT m) AS measures, count(DISTINCT p) AS plans
RETURN
  coalesce({zh: body.name, en: body.name_en}[$lang], body.name) AS agencyLabel,
  coalesce({zh: other.name, en: other.name_en}[$lang], other.name) AS partnerLabel,
  measures, plans, body.uri AS agency, other.uri AS partner
ORDER BY measures DESC, plans DESC, body.name, other.name, agency, partner
