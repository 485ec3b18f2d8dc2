// 某一机制历年由谁负责？ / Who was responsible for a mechanism, and when?
:param mechanism => 'https://w3id.org/reformgraph/mechanism/gaozhi-chengnuo';
:param exact => false;
:param lang => 'zh';

MATCH (used:Mechanism)-[:BROADER*0..]->(mechanism:Resource {uri: $mechanism})
WHERE NOT $exact OR used = mechanism
MATCH (m:Measure)-[:USES_MECHANISM]->(used)
MATCH (m)-[role:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY]->(agency:Agency)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WITH DISTINCT p, m, agency, {
  LEAD_AGENCY: {rank: 1, zh: '牵头', en: 'lead'}, RESPONSIBLE_AGENCY: {rank: 2, zh: '责任', en: 'responsible'},
  COOPERATING_AGENCY: {rank: 3, zh: '配合', en: 'cooperating'}}[type(role)] AS role
RETURN
  p.year AS year, coalesce({zh: agency.name, en: agency.name_en}[$lang], agency.name) AS agencyLabel,
  role[$lang] AS roleLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, role.rank, agency.uri
