// 两份方案之间，什么是新的、延续的、变化的、不再提及的？ / Between two plans: what is new, goes on, has changed, is not heard of again?
:param earlier => 'https://w3id.org/reformgraph/plan/100000-2019-guofa-5';
:param later => 'https://w3id.org/reformgraph/plan/310000-2020-hufuban-26';
:param lang => 'zh';

CALL () {
  MATCH (newer:Measure)-[:IN_PLAN]->(:Plan {uri: $later})
  MATCH (newer)-[link:CONTINUES|EXPANDS|NARROWS|IMPLEMENTS|SPREADS]->(older:Measure)-[:IN_PLAN]->(:Plan {uri: $earlier})
  RETURN newer, older, link.score AS score, {zh: link.reason, en: link.reason_en}[$lang] AS why,
    {CONTINUES: {zh: '延续', en: 'continued'}, EXPANDS: {zh: '扩大', en: 'expanded'}, NARROWS: {zh: '收窄', en: 'narrowed'},
    IMPLEMENTS: {zh: '落实', en: 'implemented'}, SPREADS: {zh: '推广', en: 'spread'}}[type(link)] AS change
  UNION ALL
  MATCH (newer:Measure)-[:IN_PLAN]->(:Plan {uri: $later})
  WHERE NOT EXISTS { (newer)-[:CONTINUES|EXPANDS|NARROWS|IMPLEMENTS|SPREADS]->(:Measure)-[:IN_PLAN]->(:Plan {uri: $earlier}) }
  RETURN newer, null AS older, null AS score, null AS why, {zh: '新增', en: 'new'} AS change
  UNION ALL
  MATCH (older:Measure)-[:IN_PLAN]->(:Plan {uri: $earlier})
  WHERE NOT EXISTS { (older)<-[:CONTINUES|EXPANDS|NARROWS|IMPLEMENTS|SPREADS]-(:Measure)-[:IN_PLAN]->(:Plan {uri: $later}) }
  RETURN null AS newer, older, null AS score, null AS why, {zh: '不再提及', en: 'dropped'} AS change
}
RETURN
  change[$lang] AS changeLabel, score,
  CASE WHEN why IS NULL THEN null ELSE reduce(said = head(why), reason IN tail(why) | said + '；' + reason) END AS reasons,
  older.path AS earlierPath, older.quote AS earlierQuote, newer.path AS laterPath, newer.quote AS laterQuote,
  older.uri AS before, newer.uri AS after
ORDER BY coalesce(newer.order, 1000000), coalesce(older.order, 0), coalesce(newer.uri, ''), coalesce(older.uri, '')
