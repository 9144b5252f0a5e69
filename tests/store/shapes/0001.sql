BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE aliases (
	old_id VARCHAR NOT NULL, 
	incident_id VARCHAR NOT NULL, 
	CONSTRAINT pk_aliases PRIMARY KEY (old_id)
);
INSERT INTO "aliases" VALUES('old','a');
CREATE TABLE claim_places (
	generation INTEGER NOT NULL, 
	claim_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	place_id VARCHAR NOT NULL, 
	CONSTRAINT pk_claim_places PRIMARY KEY (generation, claim_id, ordinal), 
	CONSTRAINT fk_claim_places_generation_claim_id FOREIGN KEY(generation, claim_id) REFERENCES claims (generation, id)
);
INSERT INTO "claim_places" VALUES(1,'e82867342386721fce78',0,'ocha:C5995');
INSERT INTO "claim_places" VALUES(2,'7723882c02b7e09e2146',0,'ocha:C5995');
INSERT INTO "claim_places" VALUES(3,'fac34d8675218d4122b7',0,'ocha:C5995');
CREATE TABLE claims (
	generation INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	date_start DATE, 
	date_end DATE, 
	lat FLOAT, 
	lon FLOAT, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_claims PRIMARY KEY (generation, id), 
	CONSTRAINT fk_claims_generation FOREIGN KEY(generation) REFERENCES generations (number)
);
INSERT INTO "claims" VALUES(1,'e82867342386721fce78',0,'attack','occurred','single','2018-07-05','2018-07-05',32.6286,36.2236,'{"id":"e82867342386721fce78","type":"attack","status":"occurred","kind":"single","trigger":{"text":"قتل","field":"text","start":0,"end":3},"when":{"start":"2018-07-05","end":"2018-07-05","precision":"day","part":null,"text":null,"field":null,"text_start":null,"text_end":null},"where":[{"text":"صيدا","field":"text","start":18,"end":22,"role":"site","place_id":"ocha:C5995","name_ar":"صيدا","name_en":"Sayda","lat":32.6286,"lon":36.2236,"radius_km":1.0,"precision":"settlement","country":"SY","admin1":"درعا","admin1_en":null,"admin2":null,"pcode":null,"rivals":2,"confidence":0.97,"relation":null}],"actors":[],"targets":[],"weapon":[],"count":null,"casualties":[{"text":"ستة مدنيين","field":"text","start":4,"end":14,"outcome":"killed","group":"civilian","low":6,"high":null,"kind":"at_least","unit":"person","subset":false}],"sources":[{"text":"المرصد","field":"text","start":28,"end":34,"source_id":"sohr","name_ar":null,"name_en":"Syrian Observatory","through":[]}],"details":{"damage_only":true},"evidence":{"text":"قتل","field":"text","start":0,"end":3},"confidence":0.9,"rules":["ar.attack.verb-first"]}');
INSERT INTO "claims" VALUES(2,'7723882c02b7e09e2146',0,'attack','occurred','single','2018-07-05','2018-07-05',32.6286,36.2236,'{"id":"7723882c02b7e09e2146","type":"attack","status":"occurred","kind":"single","trigger":{"text":"قتل","field":"text","start":0,"end":3},"when":{"start":"2018-07-05","end":"2018-07-05","precision":"day","part":null,"text":null,"field":null,"text_start":null,"text_end":null},"where":[{"text":"صيدا","field":"text","start":18,"end":22,"role":"site","place_id":"ocha:C5995","name_ar":"صيدا","name_en":"Sayda","lat":32.6286,"lon":36.2236,"radius_km":1.0,"precision":"settlement","country":"SY","admin1":"درعا","admin1_en":null,"admin2":null,"pcode":null,"rivals":2,"confidence":0.97,"relation":null}],"actors":[],"targets":[],"weapon":[],"count":null,"casualties":[{"text":"ستة مدنيين","field":"text","start":4,"end":14,"outcome":"killed","group":"civilian","low":6,"high":null,"kind":"at_least","unit":"person","subset":false}],"sources":[{"text":"المرصد","field":"text","start":28,"end":34,"source_id":"sohr","name_ar":null,"name_en":"Syrian Observatory","through":[]}],"details":{"damage_only":true},"evidence":{"text":"قتل","field":"text","start":0,"end":3},"confidence":0.9,"rules":["ar.attack.verb-first"]}');
INSERT INTO "claims" VALUES(3,'fac34d8675218d4122b7',0,'attack','occurred','single','2018-07-05','2018-07-05',32.6286,36.2236,'{"id":"fac34d8675218d4122b7","type":"attack","status":"occurred","kind":"single","trigger":{"text":"قتل","field":"text","start":0,"end":3},"when":{"start":"2018-07-05","end":"2018-07-05","precision":"day","part":null,"text":null,"field":null,"text_start":null,"text_end":null},"where":[{"text":"صيدا","field":"text","start":18,"end":22,"role":"site","place_id":"ocha:C5995","name_ar":"صيدا","name_en":"Sayda","lat":32.6286,"lon":36.2236,"radius_km":1.0,"precision":"settlement","country":"SY","admin1":"درعا","admin1_en":null,"admin2":null,"pcode":null,"rivals":2,"confidence":0.97,"relation":null}],"actors":[],"targets":[],"weapon":[],"count":null,"casualties":[{"text":"ستة مدنيين","field":"text","start":4,"end":14,"outcome":"killed","group":"civilian","low":6,"high":null,"kind":"at_least","unit":"person","subset":false}],"sources":[{"text":"المرصد","field":"text","start":28,"end":34,"source_id":"sohr","name_ar":null,"name_en":"Syrian Observatory","through":[]}],"details":{"damage_only":true},"evidence":{"text":"قتل","field":"text","start":0,"end":3},"confidence":0.9,"rules":["ar.attack.verb-first"]}');
INSERT INTO "claims" VALUES(4,'7651f7d61a21fac635aa',0,'attack','occurred','single','2018-07-05','2018-07-05',NULL,NULL,'{"id":"7651f7d61a21fac635aa","type":"attack","status":"occurred","kind":"single","trigger":{"text":"قتل","field":"text","start":0,"end":3},"when":{"start":"2018-07-05","end":"2018-07-05","precision":"day","part":null,"text":null,"field":null,"text_start":null,"text_end":null},"where":[],"actors":[],"targets":[],"weapon":[],"count":null,"casualties":[],"sources":[],"details":{},"evidence":{"text":"قتل","field":"text","start":0,"end":3},"confidence":0.9,"rules":["ar.attack.verb-first"]}');
CREATE TABLE documents (
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	title TEXT, 
	text TEXT NOT NULL, 
	url TEXT, 
	publisher TEXT, 
	published DATE, 
	published_raw TEXT, 
	language VARCHAR, 
	origin_path TEXT, 
	origin_line INTEGER, 
	bytes_sha256 VARCHAR(64), 
	recorded_at VARCHAR NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (number), 
	CONSTRAINT uq_documents_id_version UNIQUE (id, version)
);
INSERT INTO "documents" VALUES(1,'report-0',1,'75fc2ebb2ba1eb20d88a3b0e3e476e9c233ee716d530e94e4c6268903e8e08e7',NULL,'قتل ستة مدنيين في صيدا، وفق المرصد. وسيطرت القوات على معبر.',NULL,NULL,'2018-07-06',NULL,'ar',NULL,NULL,'98b8816d5a9f858675fcf86e0a700481b105e3ff7b700934c731b8ab667b1308','2026-03-01T12:00:00+00:00');
INSERT INTO "documents" VALUES(2,'report-1',1,'75fc2ebb2ba1eb20d88a3b0e3e476e9c233ee716d530e94e4c6268903e8e08e7',NULL,'قتل ستة مدنيين في صيدا، وفق المرصد. وسيطرت القوات على معبر.',NULL,NULL,'2018-07-06',NULL,'ar',NULL,NULL,'0621a1c111cfd4554a172d9ecd490a9a8d6e4e66e0f444491b716fb1d00ab1b9','2026-03-01T12:00:01+00:00');
INSERT INTO "documents" VALUES(3,'report-2',1,'75fc2ebb2ba1eb20d88a3b0e3e476e9c233ee716d530e94e4c6268903e8e08e7',NULL,'قتل ستة مدنيين في صيدا، وفق المرصد. وسيطرت القوات على معبر.',NULL,NULL,'2018-07-06',NULL,'ar',NULL,NULL,'e49b3988b52f0294eefe8339cd73ed82847ff40c1dfcabbe2ef4da1875ab7f98','2026-03-01T12:00:02+00:00');
INSERT INTO "documents" VALUES(4,'report-0',2,'fe0aac37499c083d1d6808085668649e1a772ec582fff1ed74ef66b43c1e57a8',NULL,'قتل سبعة مدنيين في صيدا، وفق المرصد.',NULL,NULL,'2018-07-06',NULL,'ar',NULL,NULL,NULL,'2026-03-01T12:00:03+00:00');
CREATE TABLE faults (
	id VARCHAR NOT NULL, 
	path TEXT NOT NULL, 
	line INTEGER, 
	reason TEXT NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	CONSTRAINT pk_faults PRIMARY KEY (id)
);
CREATE TABLE generations (
	number INTEGER NOT NULL, 
	document INTEGER NOT NULL, 
	reader VARCHAR NOT NULL, 
	places VARCHAR NOT NULL, 
	live BOOLEAN NOT NULL, 
	claims INTEGER NOT NULL, 
	refusals TEXT NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	CONSTRAINT pk_generations PRIMARY KEY (number), 
	CONSTRAINT fk_generations_document FOREIGN KEY(document) REFERENCES documents (number), 
	CONSTRAINT uq_generations_document_reader_places UNIQUE (document, reader, places)
);
INSERT INTO "generations" VALUES(1,1,'reader-1','places-1',0,1,'{"no_event":1}','2026-03-01T12:00:00+00:00');
INSERT INTO "generations" VALUES(2,2,'reader-1','places-1',1,1,'{"no_event":1}','2026-03-01T12:00:01+00:00');
INSERT INTO "generations" VALUES(3,3,'reader-1','places-1',1,1,'{"no_event":1}','2026-03-01T12:00:02+00:00');
INSERT INTO "generations" VALUES(4,4,'reader-2','places-1',1,1,'{"no_event":1}','2026-03-01T12:00:03+00:00');
CREATE TABLE incident_claims (
	incident_id VARCHAR NOT NULL, 
	claim_id VARCHAR NOT NULL, 
	CONSTRAINT pk_incident_claims PRIMARY KEY (incident_id, claim_id), 
	CONSTRAINT fk_incident_claims_incident_id FOREIGN KEY(incident_id) REFERENCES incidents (id) ON DELETE CASCADE
);
INSERT INTO "incident_claims" VALUES('a','7723882c02b7e09e2146');
INSERT INTO "incident_claims" VALUES('b','fac34d8675218d4122b7');
CREATE TABLE incident_origins (
	incident_id VARCHAR NOT NULL, 
	source_id VARCHAR NOT NULL, 
	name_ar TEXT, 
	name_en TEXT, 
	CONSTRAINT pk_incident_origins PRIMARY KEY (incident_id, source_id), 
	CONSTRAINT fk_incident_origins_incident_id FOREIGN KEY(incident_id) REFERENCES incidents (id) ON DELETE CASCADE
);
INSERT INTO "incident_origins" VALUES('a','sohr','المرصد','Syrian Observatory');
INSERT INTO "incident_origins" VALUES('b','sohr','المرصد','Syrian Observatory');
CREATE TABLE incident_places (
	incident_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	place_id VARCHAR, 
	name_ar TEXT, 
	name_en TEXT, 
	pcode VARCHAR, 
	admin1 TEXT, 
	country VARCHAR, 
	CONSTRAINT pk_incident_places PRIMARY KEY (incident_id, ordinal), 
	CONSTRAINT fk_incident_places_incident_id FOREIGN KEY(incident_id) REFERENCES incidents (id) ON DELETE CASCADE
);
INSERT INTO "incident_places" VALUES('a',0,'ocha:C5995','صيدا','Sayda','C5995','درعا','SY');
INSERT INTO "incident_places" VALUES('b',0,'ocha:C5995','صيدا','Sayda','C5995','درعا','SY');
CREATE TABLE incidents (
	id VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	grade VARCHAR NOT NULL, 
	date_start DATE, 
	date_end DATE, 
	lat FLOAT, 
	lon FLOAT, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_incidents PRIMARY KEY (id)
);
INSERT INTO "incidents" VALUES('a','proposed','single','air_strike','occurred','weak','2018-07-05','2018-07-05',32.6286,36.2236,'{"incident_id":"a","code":null,"state":"proposed","kind":"single","type":"air_strike","status":"occurred","when":{"start":"2018-07-05","end":"2018-07-05","precision":"day"},"where":[{"place_id":"ocha:C5995","name_ar":"صيدا","name_en":"Sayda","lat":32.6286,"lon":36.2236,"precision":"settlement","pcode":"C5995","admin1":"درعا","admin1_en":null,"country":"SY"}],"documents":["report-1"],"claims":["7723882c02b7e09e2146"],"origins":[{"source_id":"sohr","name_en":"Syrian Observatory","name_ar":"المرصد","claims":["7723882c02b7e09e2146"]}],"cells":[{"outcome":"killed","group":"person","low":6,"best":6,"high":6,"high_open":true,"best_rule":"agree","low_by":["7723882c02b7e09e2146"],"high_by":["7723882c02b7e09e2146"],"origins":[]}],"counts":[],"actors":[],"grade":"weak","grade_inputs":{"origins":1},"merged_from":[]}');
INSERT INTO "incidents" VALUES('b','proposed','single','air_strike','occurred','weak','2018-07-05','2018-07-05',32.6286,36.2236,'{"incident_id":"b","code":null,"state":"proposed","kind":"single","type":"air_strike","status":"occurred","when":{"start":"2018-07-05","end":"2018-07-05","precision":"day"},"where":[{"place_id":"ocha:C5995","name_ar":"صيدا","name_en":"Sayda","lat":32.6286,"lon":36.2236,"precision":"settlement","pcode":"C5995","admin1":"درعا","admin1_en":null,"country":"SY"}],"documents":["report-1"],"claims":["fac34d8675218d4122b7"],"origins":[{"source_id":"sohr","name_en":"Syrian Observatory","name_ar":"المرصد","claims":["fac34d8675218d4122b7"]}],"cells":[{"outcome":"killed","group":"person","low":6,"best":6,"high":6,"high_open":true,"best_rule":"agree","low_by":["fac34d8675218d4122b7"],"high_by":["fac34d8675218d4122b7"],"origins":[]}],"counts":[],"actors":[],"grade":"weak","grade_inputs":{"origins":1},"merged_from":[]}');
CREATE TABLE judgements (
	number INTEGER NOT NULL, 
	verdict VARCHAR NOT NULL, 
	about TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	at VARCHAR NOT NULL, 
	reason TEXT, 
	previous_hash VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_judgements PRIMARY KEY (number), 
	CONSTRAINT uq_judgements_hash UNIQUE (hash), 
	CONSTRAINT uq_judgements_previous_hash UNIQUE (previous_hash)
);
INSERT INTO "judgements" VALUES(1,'accept','["a"]','First Reviewer','2026-03-01T12:00:00+00:00','read it twice','0000000000000000000000000000000000000000000000000000000000000000','44d7e66b4fb1294d383043ff408e693e19519e32dbc06eb9bb5fd51d95a35a18');
INSERT INTO "judgements" VALUES(2,'different','["a","b"]','First Reviewer','2026-03-01T12:00:00+00:00','read it twice','44d7e66b4fb1294d383043ff408e693e19519e32dbc06eb9bb5fd51d95a35a18','8abe06d9c297927c3abdb67788796f54f5afe45b57eee60ae33f76c40cde7941');
INSERT INTO "judgements" VALUES(3,'reject','["fac34d8675218d4122b7"]','First Reviewer','2026-03-01T12:00:00+00:00','read it twice','8abe06d9c297927c3abdb67788796f54f5afe45b57eee60ae33f76c40cde7941','ec3dffd1efbf02604413129ae74fea2edd7297b5ddeed1391945530d45095714');
INSERT INTO "judgements" VALUES(4,'undo','["1"]','First Reviewer','2026-03-01T12:00:00+00:00','read it twice','ec3dffd1efbf02604413129ae74fea2edd7297b5ddeed1391945530d45095714','2d2de12322a02365fe482ff8bd1c187085aae6c00217360dd5297d0e264b9689');
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('judgements','4 2d2de12322a02365fe482ff8bd1c187085aae6c00217360dd5297d0e264b9689');
CREATE TABLE originals (
	sha256 VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	CONSTRAINT pk_originals PRIMARY KEY (sha256)
);
INSERT INTO "originals" VALUES('98b8816d5a9f858675fcf86e0a700481b105e3ff7b700934c731b8ab667b1308',6,'2026-03-01T12:00:00+00:00');
INSERT INTO "originals" VALUES('0621a1c111cfd4554a172d9ecd490a9a8d6e4e66e0f444491b716fb1d00ab1b9',6,'2026-03-01T12:00:01+00:00');
INSERT INTO "originals" VALUES('e49b3988b52f0294eefe8339cd73ed82847ff40c1dfcabbe2ef4da1875ab7f98',6,'2026-03-01T12:00:02+00:00');
CREATE TABLE refusals (
	generation INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	rule VARCHAR, 
	text TEXT NOT NULL, 
	field VARCHAR NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	CONSTRAINT pk_refusals PRIMARY KEY (generation, ordinal), 
	CONSTRAINT fk_refusals_generation FOREIGN KEY(generation) REFERENCES generations (number)
);
INSERT INTO "refusals" VALUES(1,0,'no_event',NULL,'قتل','text',0,3);
INSERT INTO "refusals" VALUES(2,0,'no_event',NULL,'قتل','text',0,3);
INSERT INTO "refusals" VALUES(3,0,'no_event',NULL,'قتل','text',0,3);
INSERT INTO "refusals" VALUES(4,0,'no_event',NULL,'قتل','text',0,3);
CREATE INDEX ix_documents_published ON documents (published);
CREATE INDEX ix_incidents_date_start_id ON incidents (date_start, id);
CREATE INDEX ix_incidents_type_date_start ON incidents (type, date_start);
CREATE INDEX ix_generations_live ON generations (live);
CREATE INDEX ix_incident_claims_claim_id ON incident_claims (claim_id);
CREATE INDEX ix_incident_places_place_id ON incident_places (place_id);
CREATE INDEX ix_claims_id ON claims (id);
CREATE INDEX ix_claims_type_date_start ON claims (type, date_start);
CREATE INDEX ix_refusals_reason ON refusals (reason);
CREATE INDEX ix_claim_places_place_id ON claim_places (place_id);
CREATE TRIGGER originals_no_update BEFORE UPDATE ON originals BEGIN SELECT RAISE(ABORT, 'originals is append-only'); END;
CREATE TRIGGER originals_no_delete BEFORE DELETE ON originals BEGIN SELECT RAISE(ABORT, 'originals is append-only'); END;
CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'documents is append-only'); END;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'documents is append-only'); END;
CREATE TRIGGER claims_no_update BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'claims is append-only'); END;
CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'claims is append-only'); END;
CREATE TRIGGER claim_places_no_update BEFORE UPDATE ON claim_places BEGIN SELECT RAISE(ABORT, 'claim_places is append-only'); END;
CREATE TRIGGER claim_places_no_delete BEFORE DELETE ON claim_places BEGIN SELECT RAISE(ABORT, 'claim_places is append-only'); END;
CREATE TRIGGER refusals_no_update BEFORE UPDATE ON refusals BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER refusals_no_delete BEFORE DELETE ON refusals BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements is append-only'); END;
CREATE TRIGGER judgements_no_delete BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements is append-only'); END;
COMMIT;
