// 第一张图：哪些区域在试什么机制 / First picture: which mechanisms are tried where
MATCH way = (:Region)<-[:APPLIES_IN]-(:Measure)-[:USES_MECHANISM]->(:Mechanism)
RETURN way LIMIT 10
