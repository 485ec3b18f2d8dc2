// 机构与其举措 / Agencies and their measures
MATCH way = (agency:Agency)<-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO|MENTIONS_AGENCY]-(measure:Measure)
WHERE NOT agency:AgencyGroup
RETURN way ORDER BY measure.order, measure.uri, agency.uri LIMIT 30
