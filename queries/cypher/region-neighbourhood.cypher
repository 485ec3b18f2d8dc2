// 某一区域（含其内的各区域）的举措涉及哪些机制、机构、平台、文件、对象和领域？ / What do the measures of a region, or of one in it, speak of: mechanisms, agencies, platforms, instruments, beneficiaries, fields?
//+ param: region Region required | 区域的名称、别名或标识 | name, alias or IRI of a region
//+ param: plan Plan optional | 只看一份文件：文号、标题或标识 | one plan alone: its number, title or IRI
//+ columns: kind = 类别 / Kind; label = 名称 / Name; measures = 举措数 / Measures; plans = 文件数 / Plans; uri = 标识 / URI
:param region => 'https://w3id.org/reformgraph/region/lingang-xinpianqu';
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (place:Region)
  ((a)-[r:WITHIN|HAS_MEMBER]-(b) WHERE startNode(r) = CASE type(r) WHEN 'WITHIN' THEN a ELSE b END)*
  (region:Resource {uri: $region})
WHERE NOT $exact OR place = region
WITH DISTINCT place
MATCH (m:Measure)-[:APPLIES_IN]->(place)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH DISTINCT p, m
MATCH (m)-[r]->(x:Mechanism|Agency|Platform|Instrument|Beneficiary|Field)
WHERE r.graph IS NOT NULL AND NOT x:AgencyGroup
WITH x, count(DISTINCT m) AS measures, count(DISTINCT p) AS plans,
  CASE
    WHEN x:Mechanism THEN {order: 1, zh: '机制', en: 'mechanism'}
    WHEN x:Agency THEN {order: 2, zh: '机构', en: 'agency'}
    WHEN x:Platform THEN {order: 3, zh: '平台', en: 'platform'}
    WHEN x:Instrument THEN {order: 4, zh: '文件', en: 'instrument'}
    WHEN x:Beneficiary THEN {order: 5, zh: '受益对象', en: 'beneficiary'}
    ELSE {order: 6, zh: '领域', en: 'field'}
  END AS kinds
RETURN
  kinds[$lang] AS kind,
  coalesce({zh: x.name, en: x.name_en}[$lang], x.name) AS label,
  measures, plans, x.uri AS uri
ORDER BY kinds.order, measures DESC, x.name, uri
