// 哪些文件与某一文件共用机制（上位机制也算）、引用相同的文件？ / Which plans use the same mechanisms as a given plan (or mechanisms with the same broader one), or cite the same documents?
//+ param: plan Plan required | 文件的文号、标题或标识 | a plan: its number, title or IRI
//+ columns: number = 文号 / Number; title = 标题 / Title; mechanisms = 共同机制数 / Common mechanisms;
//+ columns: mechanismLabels = 共同机制 / Which mechanisms; documents = 同引文件数 / Common documents;
//+ columns: documentLabels = 同引文件 / Which documents; uri = 标识 / URI
:param plan => 'https://w3id.org/reformgraph/plan/310000-2020-hufuban-26';
:param lang => 'zh';

CALL () {
  MATCH (:Resource {uri: $plan})<-[:IN_PLAN]-(:Measure)-[:USES_MECHANISM]->()-[:BROADER*0..]->(x:Mechanism)
  WITH DISTINCT x
  MATCH (x)<-[:BROADER*0..]-()<-[:USES_MECHANISM]-(:Measure)-[:IN_PLAN]->(p:Plan)
  RETURN DISTINCT p, x, coalesce({zh: x.name, en: x.name_en}[$lang], x.name) AS name
  UNION ALL
  MATCH (:Resource {uri: $plan})-[:CITES|BASED_ON|REPEALS]->(x:Document)<-[:CITES|BASED_ON|REPEALS]-(p:Plan)
  RETURN DISTINCT p, x, coalesce(x.number, x.title) AS name
}
WITH p, x, name
ORDER BY x.name, x.uri
WHERE p.uri <> $plan
WITH p,
  collect(CASE WHEN x:Mechanism THEN name END) AS mechanisms,
  collect(CASE WHEN x:Document THEN name END) AS documents
RETURN
  coalesce(p.number, p.title) AS number, p.title AS title,
  size(mechanisms) AS mechanisms,
  reduce(text = null, name IN mechanisms | coalesce(text + '、', '') + name) AS mechanismLabels,
  size(documents) AS documents,
  reduce(text = null, name IN documents | coalesce(text + '、', '') + name) AS documentLabels,
  p.uri AS uri
ORDER BY mechanisms DESC, documents DESC, number, uri
