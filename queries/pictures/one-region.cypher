// 一个区域的举措、机制和阶段（改名称即可） / One region's measures, mechanisms and stages (change its name)
MATCH (region:Region)<-[:APPLIES_IN]-(:Measure)
WITH region, count(*) AS measures ORDER BY measures DESC, region.name LIMIT 1
MATCH way = (region)<-[:APPLIES_IN]-(measure:Measure)
WITH measure, way LIMIT 12
OPTIONAL MATCH used = (measure)-[:USES_MECHANISM|STAGE]->()
RETURN way, used
