// 哪些举措与某一举措最相近？（共同的机制、区域、机构、平台、文件和对象越多越近） / Which measures are most like a given one? (by the mechanisms, regions, agencies, platforms, instruments and beneficiaries they share)
//+ param: measure Measure required | 举措的标识或原文 | IRI of a measure, or its words
//+ columns: shared = 共同项数 / Shared; labels = 共同项 / What is shared; number = 文号 / Number; path = 编号路径 / Path;
//+ columns: quote = 原文 / Quote; uri = 标识 / URI
:param measure => 'https://w3id.org/reformgraph/plan/310000-2020-hufuban-26/measure/cab0e5ebc26c';
:param lang => 'zh';

MATCH (one:Resource {uri: $measure})
MATCH (one)-[:USES_MECHANISM|APPLIES_IN|LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY
    |ON_PLATFORM|CHANGES_INSTRUMENT|BENEFITS]->(x)
WHERE NOT x:AgencyGroup
WITH DISTINCT one, x
MATCH (x)<-[:USES_MECHANISM|APPLIES_IN|LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY
    |ON_PLATFORM|CHANGES_INSTRUMENT|BENEFITS]-(m:Measure)
WHERE m <> one
WITH DISTINCT m, x
ORDER BY x.name, x.uri
WITH m, collect(coalesce({zh: x.name, en: x.name_en}[$lang], x.name)) AS names
MATCH (m)-[:IN_PLAN]->(p:Plan)
RETURN
  size(names) AS shared,
  reduce(text = null, name IN names | coalesce(text + '、', '') + name) AS labels,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY shared DESC, coalesce(p.year, 0), number, p.uri, m.order, uri
LIMIT 50
