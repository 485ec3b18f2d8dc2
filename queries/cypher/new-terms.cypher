// 哪些名称不在词表中（词表的候选）？ / Which names are not in the vocabularies yet (candidates for them)?
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[r]->(term:Region|Mechanism|Agency|Platform|Beneficiary|Action)
WHERE r.graph IS NOT NULL AND NOT 'vocabulary' IN term.graphs
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH term, count(DISTINCT m) AS measures, count(DISTINCT p) AS plans
UNWIND [
  {label: 'Region', zh: '区域', en: 'region'}, {label: 'Mechanism', zh: '机制', en: 'mechanism'},
  {label: 'Agency', zh: '机构', en: 'agency'}, {label: 'Platform', zh: '平台', en: 'platform'},
  {label: 'Beneficiary', zh: '受益对象', en: 'beneficiary'}, {label: 'Action', zh: '动作', en: 'action'}
] AS kinds
WITH * WHERE kinds.label IN labels(term)
UNWIND [term.name] + coalesce(term.other_name, []) AS label
RETURN label, kinds[$lang] AS kind, measures, plans, term.uri AS uri
ORDER BY kinds.en, measures DESC, label, uri
