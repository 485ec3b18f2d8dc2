// 哪个机构接替了哪个机构，何时，依据哪份文件的哪句话？ / Which agency followed which, when, and in whose words?
:param agency => null;
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (later:Agency)-[r:FORMERLY]->(before:Agency)
WHERE r.graph IS NOT NULL AND ($agency IS NULL OR $agency IN [later.uri, before.uri]
  OR (NOT $exact AND (EXISTS { (:Resource {uri: $agency})-[:FORMERLY*]->(later) }
    OR EXISTS { (before)-[:FORMERLY*]->(:Resource {uri: $agency}) })))
OPTIONAL MATCH (p:Plan {uri: 'https://w3id.org/reformgraph/plan/' + r.graph})
WITH later, r, before, p
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (before)-[day:EXISTED_UNTIL {mention: r.mention}]->(before)
RETURN
  coalesce({zh: later.name, en: later.name_en}[$lang], later.name) AS agencyLabel,
  coalesce({zh: before.name, en: before.name_en}[$lang], before.name) AS formerLabel,
  CASE WHEN p IS NULL THEN before.existedUntil ELSE day.value END AS until, before.uri AS former,
  coalesce(p.number, p.title, before.source[0]) AS number,
  COLLECT {
    MATCH (part:Provision)-[:IN_PLAN]->(p)
    WHERE part.start <= r.start AND r.end <= part.end
    RETURN part.path
    ORDER BY part.order DESC
    LIMIT 1
  }[0] AS path,
  r.quote AS quote, later.uri AS uri
ORDER BY later.name, uri, before.name, former, coalesce(p.year, 0), coalesce(number, ''), coalesce(p.uri, ''), coalesce(r.start, -1)
