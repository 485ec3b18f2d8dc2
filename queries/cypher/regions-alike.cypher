// 哪些区域采用的机制（连同上位机制）与某一区域最相似？（共同机制占两者全部机制的比例） / Which regions use mechanisms (broader ones included) most like those of a given region? (share of the mechanisms of both that are common)
//+ param: region Region required | 区域的名称、别名或标识 | name, alias or IRI of a region
//+ columns: regionLabel = 相似区域 / Region alike; share = 相似度 / Share; common = 共同机制数 / Common mechanisms;
//+ columns: mechanismLabels = 共同机制 / Which mechanisms; uri = 标识 / URI
:param region => 'https://w3id.org/reformgraph/region/lingang-xinpianqu';
:param lang => 'zh';

MATCH (region:Resource {uri: $region})<-[:APPLIES_IN]-(:Measure)-[:USES_MECHANISM]->()-[:BROADER*0..]->(used:Mechanism)
WITH region, collect(DISTINCT used) AS own
UNWIND own AS used
MATCH (used)<-[:BROADER*0..]-()<-[:USES_MECHANISM]-(:Measure)-[:APPLIES_IN]->(place:Region)
WHERE place <> region
WITH DISTINCT size(own) AS count, place, used
ORDER BY used.name, used.uri
WITH count, place,
  collect(coalesce({zh: used.name, en: used.name_en}[$lang], used.name)) AS names
WITH *, count - size(names) + COUNT {
  MATCH (place)<-[:APPLIES_IN]-(:Measure)-[:USES_MECHANISM]->()-[:BROADER*0..]->(x:Mechanism)
  RETURN DISTINCT x
} AS both
RETURN
  coalesce({zh: place.name, en: place.name_en}[$lang], place.name) AS regionLabel,
  round(toFloat(size(names)) / both, 3) AS share,
  size(names) AS common,
  reduce(text = null, name IN names | coalesce(text + '、', '') + name) AS mechanismLabels,
  place.uri AS uri
ORDER BY share DESC, common DESC, place.name, uri
