// 某一机构在哪些举措中承担什么角色？ / In which measures does an agency take part, and in what role?
:param agency => 'https://w3id.org/reformgraph/agency/310000/xingzheng-shenpi-zhidu-gaige-gongzuo-lingdao-xiaozu-bangong-shi';
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (agency:Resource {uri: $agency})
CALL (agency) {
  MATCH (self:Agency)-[:FORMERLY*0..]->(agency) RETURN self
  UNION
  MATCH (agency)-[:FORMERLY*0..]->(self:Agency) RETURN self
}
MATCH (body:Agency)-[:BROADER*0..]->(self)
WHERE NOT $exact OR body = agency
WITH DISTINCT body
MATCH (m:Measure)-[r:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO|MENTIONS_AGENCY]->(body)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, body, stage, type(r) AS involves
RETURN
  coalesce({zh: body.name, en: body.name_en}[$lang], body.name) AS agencyLabel,
  {LEAD_AGENCY: {zh: '牵头', en: 'leads'}, RESPONSIBLE_AGENCY: {zh: '负责', en: 'is responsible'},
   COOPERATING_AGENCY: {zh: '配合', en: 'cooperates'},
   REPORTS_TO: {zh: '接收报告', en: 'is reported to'},
   MENTIONS_AGENCY: {zh: '提及', en: 'mentions'}}[involves][$lang] AS role,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, body.uri, involves
