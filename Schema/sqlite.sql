-- Generated from the migrations: do not edit.

CREATE TABLE accounts (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  password TEXT NOT NULL,
  mail BLOB,
  state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
  language TEXT NOT NULL,
  must_change_password INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  UNIQUE (district, login)
) STRICT;

CREATE TRIGGER accounts_delete BEFORE DELETE ON accounts
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER accounts_past AFTER UPDATE ON accounts
BEGIN
  INSERT INTO accounts_past (district, id, login, name, password, mail, state, language, must_change_password, version, since, until) VALUES (OLD.district, OLD.id, OLD.login, OLD.name, OLD.password, OLD.mail, OLD.state, OLD.language, OLD.must_change_password, OLD.version, OLD.since, NEW.since);
END;

CREATE TRIGGER accounts_revision BEFORE UPDATE ON accounts
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW accounts_all AS
  SELECT district, id, login, name, password, mail, state, language, must_change_password, version, since, 9223372036854775807 AS until FROM accounts
  UNION ALL SELECT district, id, login, name, password, mail, state, language, must_change_password, version, since, until FROM accounts_past;

CREATE TABLE accounts_past (
  district TEXT,
  id BLOB,
  login TEXT,
  name TEXT,
  password TEXT,
  mail BLOB,
  state TEXT,
  language TEXT,
  must_change_password INTEGER,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
) STRICT;

CREATE INDEX accounts_past_by_id ON accounts_past (district, id, version);

CREATE INDEX accounts_past_by_time ON accounts_past (district, until);

CREATE TABLE api_keys (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  added_at INTEGER NOT NULL,
  revoked_at INTEGER,
  PRIMARY KEY (district, id),
  UNIQUE (district, digest),
  FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
) STRICT;

CREATE TABLE areas (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  code TEXT NOT NULL,
  parent_id BLOB,
  level TEXT NOT NULL,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  begun_on INTEGER NOT NULL,
  ended_on INTEGER,
  merged_into BLOB,
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, parent_id) REFERENCES areas (district, id),
  FOREIGN KEY (district, merged_into) REFERENCES areas (district, id)
) STRICT;

CREATE UNIQUE INDEX areas_by_code ON areas (district, code) WHERE ended_on IS NULL;

CREATE INDEX areas_by_level ON areas (district, level);

CREATE INDEX areas_by_parent ON areas (district, parent_id);

CREATE INDEX areas_by_path ON areas (district, path);

CREATE TRIGGER areas_delete BEFORE DELETE ON areas
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER areas_past AFTER UPDATE ON areas
BEGIN
  INSERT INTO areas_past (district, id, code, parent_id, level, name, path, begun_on, ended_on, merged_into, version, since, until) VALUES (OLD.district, OLD.id, OLD.code, OLD.parent_id, OLD.level, OLD.name, OLD.path, OLD.begun_on, OLD.ended_on, OLD.merged_into, OLD.version, OLD.since, NEW.since);
END;

CREATE TRIGGER areas_revision BEFORE UPDATE ON areas
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW areas_all AS
  SELECT district, id, code, parent_id, level, name, path, begun_on, ended_on, merged_into, version, since, 9223372036854775807 AS until FROM areas
  UNION ALL SELECT district, id, code, parent_id, level, name, path, begun_on, ended_on, merged_into, version, since, until FROM areas_past;

CREATE TABLE areas_past (
  district TEXT,
  id BLOB,
  code TEXT,
  parent_id BLOB,
  level TEXT,
  name TEXT,
  path TEXT,
  begun_on INTEGER,
  ended_on INTEGER,
  merged_into BLOB,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
) STRICT;

CREATE INDEX areas_past_by_id ON areas_past (district, id, version);

CREATE INDEX areas_past_by_time ON areas_past (district, until);

CREATE TABLE asserted_figures (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  unit TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  source TEXT NOT NULL,
  as_of_day INTEGER NOT NULL,
  stated_by TEXT NOT NULL,
  stated_at INTEGER NOT NULL,
  PRIMARY KEY (district, id)
) STRICT;

CREATE TABLE calendar_years (
  district TEXT NOT NULL,
  year INTEGER NOT NULL,
  notice TEXT NOT NULL,
  loaded_at INTEGER NOT NULL,
  PRIMARY KEY (district, year)
) STRICT;

CREATE TABLE case_call_backs (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  case_id BLOB NOT NULL,
  reached INTEGER NOT NULL,
  answered INTEGER,
  solved INTEGER,
  rating INTEGER CHECK (rating BETWEEN 1 AND 5),
  comment TEXT NOT NULL,
  called_at INTEGER NOT NULL,
  called_by BLOB,
  PRIMARY KEY (district, id),
  CHECK (reached = 1 OR solved IS NULL),
  FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
) STRICT;

CREATE INDEX case_call_backs_by_case ON case_call_backs (district, case_id, called_at);

CREATE TABLE case_notes (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  case_id BLOB NOT NULL,
  text TEXT NOT NULL,
  is_public INTEGER NOT NULL,
  author_id BLOB,
  author TEXT NOT NULL,
  made_at INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT 'note' CHECK (kind IN ('note', 'survey')),
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
) STRICT;

CREATE INDEX case_notes_by_case ON case_notes (district, case_id, made_at);

CREATE TABLE case_photos (
  district TEXT NOT NULL,
  case_id BLOB NOT NULL,
  position INTEGER NOT NULL,
  hash TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('filed', 'note', 'reply')),
  note_id BLOB,
  is_public INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (district, case_id, position),
  FOREIGN KEY (district, case_id) REFERENCES cases (district, id),
  FOREIGN KEY (district, hash) REFERENCES files (district, hash)
) STRICT;

CREATE INDEX case_photos_by_hash ON case_photos (district, hash);

CREATE TABLE case_plans (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  case_id BLOB NOT NULL,
  measures TEXT NOT NULL,
  who TEXT NOT NULL,
  due_on INTEGER NOT NULL,
  cost INTEGER CHECK (cost >= 0),
  made_at INTEGER NOT NULL,
  made_by BLOB,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
) STRICT;

CREATE INDEX case_plans_by_case ON case_plans (district, case_id, made_at);

CREATE TABLE case_replies (
  district TEXT NOT NULL,
  case_id BLOB NOT NULL,
  words BLOB NOT NULL,
  given_at INTEGER NOT NULL,
  PRIMARY KEY (district, case_id),
  FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
) STRICT;

CREATE INDEX case_replies_by_words ON case_replies (district, words, given_at);

CREATE TABLE case_reporters (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  case_id BLOB NOT NULL,
  from_case BLOB,
  channel TEXT NOT NULL,
  text TEXT NOT NULL,
  receipt BLOB,
  contact BLOB,
  contact_index BLOB,
  joined_at INTEGER NOT NULL,
  joined_by BLOB,
  PRIMARY KEY (district, id),
  UNIQUE (district, receipt),
  UNIQUE (district, from_case),
  CHECK ((receipt IS NULL) = (from_case IS NOT NULL)),
  FOREIGN KEY (district, case_id) REFERENCES cases (district, id),
  FOREIGN KEY (district, from_case) REFERENCES cases (district, id)
) STRICT;

CREATE INDEX case_reporters_by_case ON case_reporters (district, case_id, joined_at);

CREATE TABLE cases (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  number TEXT NOT NULL,
  channel TEXT NOT NULL,
  class TEXT NOT NULL,
  urgency TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  area_id BLOB NOT NULL,
  area_path TEXT NOT NULL,
  address TEXT NOT NULL,
  latitude REAL,
  longitude REAL,
  datum TEXT,
  state TEXT NOT NULL CHECK (state IN ('registered', 'dispatched', 'accepted', 'resolved', 'closed', 'withdrawn')),
  office_id BLOB,
  filed_at INTEGER NOT NULL,
  filed_by BLOB,
  dispatched_at INTEGER,
  respond_by INTEGER,
  responded_at INTEGER,
  due_at INTEGER,
  resolved_at INTEGER,
  working_days INTEGER,
  outcome TEXT,
  reply TEXT,
  resolved_by BLOB,
  confirm_by INTEGER,
  answered INTEGER,
  solved INTEGER,
  rating INTEGER CHECK (rating BETWEEN 1 AND 5),
  comment TEXT,
  closed_at INTEGER,
  closing TEXT CHECK (closing IN ('confirmed', 'checked', 'silence')),
  reopen_until INTEGER,
  reopened INTEGER NOT NULL,
  receipt BLOB NOT NULL,
  contact BLOB,
  contact_index BLOB,
  source_number TEXT,
  mode TEXT NOT NULL CHECK (mode IN ('live', 'drill')),
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL, repeats BLOB,
  PRIMARY KEY (district, id),
  UNIQUE (district, number),
  UNIQUE (district, receipt),
  CHECK ((state = 'closed') = (closing IS NOT NULL)),
  CHECK (state <> 'resolved' OR (outcome IS NOT NULL AND reply IS NOT NULL)),
  FOREIGN KEY (district, area_id) REFERENCES areas (district, id),
  FOREIGN KEY (district, office_id) REFERENCES offices (district, id)
) STRICT;

CREATE INDEX cases_answered ON cases (district, area_id, class, resolved_at, mode, filed_at, latitude, longitude, id)
WHERE resolved_at IS NOT NULL;

CREATE INDEX cases_by_area ON cases (district, area_id, filed_at);

CREATE INDEX cases_by_filed ON cases (district, mode, filed_at, id);

CREATE INDEX cases_by_office ON cases (district, office_id, filed_at);

CREATE UNIQUE INDEX cases_by_source ON cases (district, source_number) WHERE source_number IS NOT NULL;

CREATE INDEX cases_by_state ON cases (district, mode, state, filed_at, id);

CREATE INDEX cases_open ON cases (district, due_at) WHERE state IN ('registered', 'dispatched', 'accepted');

CREATE INDEX cases_waiting ON cases (district, confirm_by) WHERE state = 'resolved';

CREATE TRIGGER cases_delete BEFORE DELETE ON cases
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER cases_past AFTER UPDATE ON cases
BEGIN
  INSERT INTO cases_past (district, id, number, channel, class, urgency, title, text, area_id, area_path, address, latitude, longitude, datum, state, office_id, filed_at, filed_by, dispatched_at, respond_by, responded_at, due_at, resolved_at, working_days, outcome, reply, resolved_by, confirm_by, answered, solved, rating, comment, closed_at, closing, reopen_until, reopened, receipt, contact, contact_index, source_number, mode, version, since, repeats, until) VALUES (OLD.district, OLD.id, OLD.number, OLD.channel, OLD.class, OLD.urgency, OLD.title, OLD.text, OLD.area_id, OLD.area_path, OLD.address, OLD.latitude, OLD.longitude, OLD.datum, OLD.state, OLD.office_id, OLD.filed_at, OLD.filed_by, OLD.dispatched_at, OLD.respond_by, OLD.responded_at, OLD.due_at, OLD.resolved_at, OLD.working_days, OLD.outcome, OLD.reply, OLD.resolved_by, OLD.confirm_by, OLD.answered, OLD.solved, OLD.rating, OLD.comment, OLD.closed_at, OLD.closing, OLD.reopen_until, OLD.reopened, OLD.receipt, OLD.contact, OLD.contact_index, OLD.source_number, OLD.mode, OLD.version, OLD.since, OLD.repeats, NEW.since);
END;

CREATE TRIGGER cases_revision BEFORE UPDATE ON cases
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW cases_all AS
  SELECT district, id, number, channel, class, urgency, title, text, area_id, area_path, address, latitude, longitude, datum, state, office_id, filed_at, filed_by, dispatched_at, respond_by, responded_at, due_at, resolved_at, working_days, outcome, reply, resolved_by, confirm_by, answered, solved, rating, comment, closed_at, closing, reopen_until, reopened, receipt, contact, contact_index, source_number, mode, version, since, repeats, 9223372036854775807 AS until FROM cases
  UNION ALL SELECT district, id, number, channel, class, urgency, title, text, area_id, area_path, address, latitude, longitude, datum, state, office_id, filed_at, filed_by, dispatched_at, respond_by, responded_at, due_at, resolved_at, working_days, outcome, reply, resolved_by, confirm_by, answered, solved, rating, comment, closed_at, closing, reopen_until, reopened, receipt, contact, contact_index, source_number, mode, version, since, repeats, until FROM cases_past;

CREATE TABLE cases_past (
  district TEXT,
  id BLOB,
  number TEXT,
  channel TEXT,
  class TEXT,
  urgency TEXT,
  title TEXT,
  text TEXT,
  area_id BLOB,
  area_path TEXT,
  address TEXT,
  latitude REAL,
  longitude REAL,
  datum TEXT,
  state TEXT,
  office_id BLOB,
  filed_at INTEGER,
  filed_by BLOB,
  dispatched_at INTEGER,
  respond_by INTEGER,
  responded_at INTEGER,
  due_at INTEGER,
  resolved_at INTEGER,
  working_days INTEGER,
  outcome TEXT,
  reply TEXT,
  resolved_by BLOB,
  confirm_by INTEGER,
  answered INTEGER,
  solved INTEGER,
  rating INTEGER,
  comment TEXT,
  closed_at INTEGER,
  closing TEXT,
  reopen_until INTEGER,
  reopened INTEGER,
  receipt BLOB,
  contact BLOB,
  contact_index BLOB,
  source_number TEXT,
  mode TEXT,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
, repeats BLOB) STRICT;

CREATE INDEX cases_past_by_id ON cases_past (district, id, version);

CREATE INDEX cases_past_by_time ON cases_past (district, until);

CREATE TABLE circulars (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  period TEXT NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  frozen_at INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  UNIQUE (district, period)
) STRICT;

CREATE TABLE contact_list_cases (
  district TEXT NOT NULL,
  list_id BLOB NOT NULL,
  case_id BLOB NOT NULL,
  PRIMARY KEY (district, list_id, case_id),
  FOREIGN KEY (district, list_id) REFERENCES contact_lists (district, id),
  FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
) STRICT;

CREATE TABLE contact_lists (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  number TEXT NOT NULL,
  asked_by BLOB NOT NULL,
  asker TEXT NOT NULL,
  purpose TEXT NOT NULL,
  cases INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'taken')),
  decider TEXT,
  decided_by BLOB,
  decided_at INTEGER,
  answer TEXT,
  take_by INTEGER,
  taken_at INTEGER,
  PRIMARY KEY (district, id),
  UNIQUE (district, number),
  CHECK (decided_by IS NULL OR decided_by <> asked_by),
  FOREIGN KEY (district, asked_by) REFERENCES accounts (district, id)
) STRICT;

CREATE INDEX contact_lists_by_asker ON contact_lists (district, asked_by, asked_at);

CREATE TABLE district_facts (
  district TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (district, name)
) STRICT;

CREATE TABLE duties (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  role TEXT NOT NULL,
  office_id BLOB,
  area_id BLOB,
  begun_at INTEGER NOT NULL,
  ended_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, account_id) REFERENCES accounts (district, id),
  FOREIGN KEY (district, office_id) REFERENCES offices (district, id),
  FOREIGN KEY (district, area_id) REFERENCES areas (district, id)
) STRICT;

CREATE INDEX duties_by_account ON duties (district, account_id);

CREATE INDEX duties_by_office ON duties (district, office_id);

CREATE TRIGGER duties_delete BEFORE DELETE ON duties
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER duties_past AFTER UPDATE ON duties
BEGIN
  INSERT INTO duties_past (district, id, account_id, role, office_id, area_id, begun_at, ended_at, version, since, until) VALUES (OLD.district, OLD.id, OLD.account_id, OLD.role, OLD.office_id, OLD.area_id, OLD.begun_at, OLD.ended_at, OLD.version, OLD.since, NEW.since);
END;

CREATE TRIGGER duties_revision BEFORE UPDATE ON duties
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW duties_all AS
  SELECT district, id, account_id, role, office_id, area_id, begun_at, ended_at, version, since, 9223372036854775807 AS until FROM duties
  UNION ALL SELECT district, id, account_id, role, office_id, area_id, begun_at, ended_at, version, since, until FROM duties_past;

CREATE TABLE duties_past (
  district TEXT,
  id BLOB,
  account_id BLOB,
  role TEXT,
  office_id BLOB,
  area_id BLOB,
  begun_at INTEGER,
  ended_at INTEGER,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
) STRICT;

CREATE INDEX duties_past_by_id ON duties_past (district, id, version);

CREATE INDEX duties_past_by_time ON duties_past (district, until);

CREATE TABLE file_contents (
  district TEXT NOT NULL,
  hash TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (district, hash)
) STRICT;

CREATE TABLE files (
  district TEXT NOT NULL,
  hash TEXT NOT NULL,
  type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  kept_at INTEGER NOT NULL, taken_at INTEGER, latitude REAL, longitude REAL,
  PRIMARY KEY (district, hash)
) STRICT;

CREATE INDEX files_by_age ON files (district, kept_at);

CREATE TABLE intake_points (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  office_id BLOB,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  PRIMARY KEY (district, id),
  UNIQUE (district, code),
  FOREIGN KEY (district, office_id) REFERENCES offices (district, id)
) STRICT;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, district TEXT NOT NULL, happened_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL, actor_kind TEXT NOT NULL, actor_id BLOB, actor_name TEXT NOT NULL,
  verb TEXT NOT NULL, event TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id BLOB NOT NULL,
  payload TEXT NOT NULL, mode TEXT NOT NULL, request_id TEXT) STRICT;

CREATE INDEX journal_by_subject ON journal (district, subject_id, seq);

CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'huying:journal'); END;

CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'huying:journal'); END;

CREATE TABLE journal_blocks (
  district TEXT NOT NULL,
  number INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  previous BLOB NOT NULL,
  content BLOB NOT NULL,
  hash BLOB NOT NULL,
  sealed_at INTEGER NOT NULL,
  PRIMARY KEY (district, number)
) STRICT;

CREATE TABLE journal_feeds (
  district TEXT NOT NULL,
  feed TEXT NOT NULL,
  seq INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  next_try_at INTEGER,
  failure TEXT,
  PRIMARY KEY (district, feed)
) STRICT;

CREATE TABLE late_arrivals (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  office_id BLOB NOT NULL,
  person BLOB NOT NULL,
  person_index BLOB NOT NULL,
  arrived_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  basis TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  letter_id BLOB,
  PRIMARY KEY (district, id),
  UNIQUE (district, office_id, person_index, opened_at),
  FOREIGN KEY (district, office_id) REFERENCES offices (district, id)
) STRICT;

CREATE INDEX late_arrivals_by_office ON late_arrivals (district, office_id, arrived_at);

CREATE TABLE messages (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  recipient TEXT NOT NULL,
  account_id BLOB,
  contact BLOB,
  contact_context TEXT,
  matter TEXT NOT NULL,
  text_key TEXT NOT NULL,
  values_json TEXT NOT NULL,
  href TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'gateway')),
  channels_left TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up')),
  held_for TEXT CHECK (held_for IN ('quiet', 'budget')),
  compartment TEXT,
  attempts INTEGER NOT NULL,
  next_try_at INTEGER,
  made_at INTEGER NOT NULL,
  sent_at INTEGER,
  failure TEXT,
  PRIMARY KEY (district, id),
  UNIQUE (district, recipient, matter),
  CHECK ((account_id IS NULL) = (contact IS NOT NULL)),
  CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
  FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
) STRICT;

CREATE INDEX messages_by_recipient ON messages (district, recipient, made_at);

CREATE INDEX messages_by_time ON messages (district, made_at);

CREATE INDEX messages_waiting ON messages (district, next_try_at) WHERE state = 'waiting';

CREATE TABLE migrations (name TEXT NOT NULL PRIMARY KEY);

CREATE TABLE notice_reads (
  district TEXT NOT NULL,
  notice_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (district, notice_id, account_id),
  FOREIGN KEY (district, notice_id) REFERENCES notices (district, id)
) STRICT;

CREATE TABLE notices (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  recipient TEXT NOT NULL,
  to_account BLOB,
  to_office BLOB,
  matter TEXT NOT NULL,
  text_key TEXT NOT NULL,
  values_json TEXT NOT NULL,
  href TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('live', 'drill')),
  PRIMARY KEY (district, id),
  UNIQUE (district, recipient, matter)
) STRICT;

CREATE INDEX notices_by_account ON notices (district, to_account, made_at);

CREATE INDEX notices_by_office ON notices (district, to_office, made_at);

CREATE TABLE numbers (district TEXT NOT NULL, series TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (district, series)) STRICT;

CREATE TABLE offices (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  code TEXT NOT NULL,
  parent_id BLOB,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  area_id BLOB,
  path TEXT NOT NULL,
  hours TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  UNIQUE (district, code),
  FOREIGN KEY (district, parent_id) REFERENCES offices (district, id),
  FOREIGN KEY (district, area_id) REFERENCES areas (district, id)
) STRICT;

CREATE INDEX offices_by_path ON offices (district, path);

CREATE TRIGGER offices_delete BEFORE DELETE ON offices
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER offices_past AFTER UPDATE ON offices
BEGIN
  INSERT INTO offices_past (district, id, code, parent_id, name_zh, name_en, kind, area_id, path, hours, version, since, until) VALUES (OLD.district, OLD.id, OLD.code, OLD.parent_id, OLD.name_zh, OLD.name_en, OLD.kind, OLD.area_id, OLD.path, OLD.hours, OLD.version, OLD.since, NEW.since);
END;

CREATE TRIGGER offices_revision BEFORE UPDATE ON offices
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW offices_all AS
  SELECT district, id, code, parent_id, name_zh, name_en, kind, area_id, path, hours, version, since, 9223372036854775807 AS until FROM offices
  UNION ALL SELECT district, id, code, parent_id, name_zh, name_en, kind, area_id, path, hours, version, since, until FROM offices_past;

CREATE TABLE offices_past (
  district TEXT,
  id BLOB,
  code TEXT,
  parent_id BLOB,
  name_zh TEXT,
  name_en TEXT,
  kind TEXT,
  area_id BLOB,
  path TEXT,
  hours TEXT,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
) STRICT;

CREATE INDEX offices_past_by_id ON offices_past (district, id, version);

CREATE INDEX offices_past_by_time ON offices_past (district, until);

CREATE TABLE order_escalations (
  district TEXT NOT NULL,
  order_id BLOB NOT NULL,
  office_id BLOB NOT NULL,
  step TEXT NOT NULL,
  action TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (district, order_id, step, at),
  FOREIGN KEY (district, order_id) REFERENCES orders (district, id)
) STRICT;

CREATE INDEX order_escalations_by_time ON order_escalations (district, at);

CREATE TABLE order_extensions (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  order_id BLOB NOT NULL,
  office_id BLOB NOT NULL,
  days INTEGER NOT NULL CHECK (days > 0),
  reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
  asked_at INTEGER NOT NULL,
  asked_by BLOB,
  answer TEXT,
  decided_at INTEGER,
  decided_by BLOB, kind TEXT NOT NULL DEFAULT 'extend' CHECK (kind IN ('extend', 'suspend', 'park')), until INTEGER CHECK ((until IS NULL) = (kind = 'extend')),
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, order_id) REFERENCES orders (district, id)
) STRICT;

CREATE INDEX order_extensions_by_office ON order_extensions (district, office_id, asked_at);

CREATE INDEX order_extensions_by_order ON order_extensions (district, order_id, asked_at);

CREATE TABLE orders (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  matter_kind TEXT NOT NULL,
  matter_id BLOB NOT NULL,
  area_path TEXT NOT NULL,
  from_office BLOB,
  to_office BLOB NOT NULL,
  to_account BLOB,
  ask TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('issued', 'accepted', 'replied', 'returned', 'transferred', 'closed', 'cancelled')),
  issued_at INTEGER NOT NULL,
  accept_by INTEGER,
  due_at INTEGER NOT NULL,
  deadline TEXT,
  ladder TEXT NOT NULL,
  accepted_at INTEGER,
  replied_at INTEGER,
  reply TEXT,
  reason TEXT,
  closed_at INTEGER,
  previous_id BLOB,
  next_step_at INTEGER,
  steps_taken TEXT NOT NULL,
  supervised_at INTEGER,
  mode TEXT NOT NULL CHECK (mode IN ('live', 'drill')),
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL, compartment TEXT, barred_office BLOB, basis TEXT,
  PRIMARY KEY (district, id),
  UNIQUE (district, number),
  CHECK (next_step_at IS NULL OR state IN ('issued', 'accepted')),
  FOREIGN KEY (district, to_office) REFERENCES offices (district, id),
  FOREIGN KEY (district, to_account) REFERENCES accounts (district, id)
) STRICT;

CREATE INDEX orders_by_matter ON orders (district, matter_id, to_office);

CREATE INDEX orders_by_office ON orders (district, to_office, issued_at);

CREATE INDEX orders_by_step ON orders (district, next_step_at) WHERE next_step_at IS NOT NULL;

CREATE INDEX orders_in_compartments ON orders (district, compartment) WHERE compartment IS NOT NULL;

CREATE INDEX orders_open ON orders (district, due_at, id) WHERE state IN ('issued', 'accepted');

CREATE INDEX orders_open_by_office ON orders (district, to_office, due_at, id) WHERE state IN ('issued', 'accepted');

CREATE TRIGGER orders_delete BEFORE DELETE ON orders
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER orders_past AFTER UPDATE ON orders
BEGIN
  INSERT INTO orders_past (district, id, number, kind, matter_kind, matter_id, area_path, from_office, to_office, to_account, ask, state, issued_at, accept_by, due_at, deadline, ladder, accepted_at, replied_at, reply, reason, closed_at, previous_id, next_step_at, steps_taken, supervised_at, mode, version, since, compartment, barred_office, basis, until) VALUES (OLD.district, OLD.id, OLD.number, OLD.kind, OLD.matter_kind, OLD.matter_id, OLD.area_path, OLD.from_office, OLD.to_office, OLD.to_account, OLD.ask, OLD.state, OLD.issued_at, OLD.accept_by, OLD.due_at, OLD.deadline, OLD.ladder, OLD.accepted_at, OLD.replied_at, OLD.reply, OLD.reason, OLD.closed_at, OLD.previous_id, OLD.next_step_at, OLD.steps_taken, OLD.supervised_at, OLD.mode, OLD.version, OLD.since, OLD.compartment, OLD.barred_office, OLD.basis, NEW.since);
END;

CREATE TRIGGER orders_revision BEFORE UPDATE ON orders
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW orders_all AS
  SELECT district, id, number, kind, matter_kind, matter_id, area_path, from_office, to_office, to_account, ask, state, issued_at, accept_by, due_at, deadline, ladder, accepted_at, replied_at, reply, reason, closed_at, previous_id, next_step_at, steps_taken, supervised_at, mode, version, since, compartment, barred_office, basis, 9223372036854775807 AS until FROM orders
  UNION ALL SELECT district, id, number, kind, matter_kind, matter_id, area_path, from_office, to_office, to_account, ask, state, issued_at, accept_by, due_at, deadline, ladder, accepted_at, replied_at, reply, reason, closed_at, previous_id, next_step_at, steps_taken, supervised_at, mode, version, since, compartment, barred_office, basis, until FROM orders_past;

CREATE TABLE orders_past (
  district TEXT,
  id BLOB,
  number TEXT,
  kind TEXT,
  matter_kind TEXT,
  matter_id BLOB,
  area_path TEXT,
  from_office BLOB,
  to_office BLOB,
  to_account BLOB,
  ask TEXT,
  state TEXT,
  issued_at INTEGER,
  accept_by INTEGER,
  due_at INTEGER,
  deadline TEXT,
  ladder TEXT,
  accepted_at INTEGER,
  replied_at INTEGER,
  reply TEXT,
  reason TEXT,
  closed_at INTEGER,
  previous_id BLOB,
  next_step_at INTEGER,
  steps_taken TEXT,
  supervised_at INTEGER,
  mode TEXT,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
, compartment TEXT, barred_office BLOB, basis TEXT) STRICT;

CREATE INDEX orders_past_by_id ON orders_past (district, id, version);

CREATE INDEX orders_past_by_time ON orders_past (district, until);

CREATE TABLE pack_columns (table_name TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, PRIMARY KEY (table_name, name));

CREATE TABLE pack_indexes (table_name TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (table_name, name));

CREATE TABLE requests (
  district TEXT NOT NULL,
  request_id TEXT NOT NULL,
  verb TEXT NOT NULL,
  digest TEXT NOT NULL,
  outcome BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (district, request_id)
) STRICT;

CREATE INDEX requests_by_age ON requests (district, at);

CREATE TABLE saved_views (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  office_id BLOB,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  UNIQUE (district, account_id, name),
  FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
) STRICT;

CREATE INDEX saved_views_by_office ON saved_views (district, office_id) WHERE office_id IS NOT NULL;

CREATE TABLE search_entries (entry INTEGER PRIMARY KEY, district TEXT NOT NULL, kind TEXT NOT NULL, id BLOB NOT NULL) STRICT;

CREATE VIRTUAL TABLE search_words USING fts5(words, content='', tokenize='ascii');

CREATE TABLE sessions (
  district TEXT NOT NULL,
  digest BLOB NOT NULL,
  account_id BLOB NOT NULL,
  begun_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, vouched INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (district, digest),
  FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
) STRICT;

CREATE TABLE sheet_chunks (
  district TEXT NOT NULL,
  import_id BLOB NOT NULL,
  chunk INTEGER NOT NULL,
  rows BLOB NOT NULL,
  outcome BLOB,
  PRIMARY KEY (district, import_id, chunk),
  FOREIGN KEY (district, import_id) REFERENCES sheet_imports (district, id)
) STRICT;

CREATE TABLE sheet_imports (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  header TEXT NOT NULL,
  mapping TEXT NOT NULL,
  first_row INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  chunks INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'checking', 'checked', 'applying', 'applied', 'dropped', 'failed')),
  includes_alike INTEGER NOT NULL,
  next_chunk INTEGER NOT NULL,
  new INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  same INTEGER NOT NULL,
  alike INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  problem TEXT,
  mode TEXT NOT NULL,
  made_by BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, made_by) REFERENCES accounts (district, id)
) STRICT;

CREATE INDEX sheet_imports_at_work ON sheet_imports (district, made_at) WHERE state IN ('checking', 'applying');

CREATE INDEX sheet_imports_by_maker ON sheet_imports (district, made_by, made_at);

CREATE TABLE sheet_mappings (
  district TEXT NOT NULL,
  kind TEXT NOT NULL,
  maker TEXT NOT NULL,
  header TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (district, kind, maker, header)
) STRICT;

CREATE TABLE sign_in_failures (
  district TEXT NOT NULL,
  who TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX sign_in_failures_by_who ON sign_in_failures (district, who, at);

CREATE TABLE stamps (
  district TEXT NOT NULL,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (district, name)
) STRICT;

CREATE TABLE subject_changes (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('correction', 'erasure', 'request')),
  subject_id BLOB,
  area_path TEXT,
  fields TEXT NOT NULL,
  proposal BLOB,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'rejected')),
  mode TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  proposed_by BLOB,
  office_id BLOB,
  receipt BLOB,
  answer TEXT,
  decided_at INTEGER,
  decided_by BLOB,
  PRIMARY KEY (district, id),
  UNIQUE (district, number),
  FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
) STRICT;

CREATE UNIQUE INDEX subject_changes_by_receipt ON subject_changes (district, receipt) WHERE receipt IS NOT NULL;

CREATE INDEX subject_changes_by_state ON subject_changes (district, state, proposed_at);

CREATE INDEX subject_changes_by_subject ON subject_changes (district, subject_id) WHERE subject_id IS NOT NULL;

CREATE TABLE subject_classifications (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  subject_id BLOB NOT NULL,
  scheme TEXT NOT NULL,
  code TEXT NOT NULL,
  evidence TEXT NOT NULL,
  begun_on INTEGER NOT NULL,
  ended_on INTEGER CHECK (ended_on >= begun_on),
  review_on INTEGER,
  decided_by BLOB,
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
) STRICT;

CREATE INDEX subject_classifications_by_code
ON subject_classifications (district, scheme, code, subject_id, begun_on, ended_on);

CREATE INDEX subject_classifications_by_subject
ON subject_classifications (district, subject_id, scheme, code, begun_on, ended_on);

CREATE TRIGGER subject_classifications_delete BEFORE DELETE ON subject_classifications
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER subject_classifications_past AFTER UPDATE ON subject_classifications
BEGIN
  INSERT INTO subject_classifications_past (district, id, subject_id, scheme, code, evidence, begun_on, ended_on, review_on, decided_by, version, since, until) VALUES (OLD.district, OLD.id, OLD.subject_id, OLD.scheme, OLD.code, OLD.evidence, OLD.begun_on, OLD.ended_on, OLD.review_on, OLD.decided_by, OLD.version, OLD.since, NEW.since);
END;

CREATE TRIGGER subject_classifications_revision BEFORE UPDATE ON subject_classifications
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW subject_classifications_all AS
  SELECT district, id, subject_id, scheme, code, evidence, begun_on, ended_on, review_on, decided_by, version, since, 9223372036854775807 AS until FROM subject_classifications
  UNION ALL SELECT district, id, subject_id, scheme, code, evidence, begun_on, ended_on, review_on, decided_by, version, since, until FROM subject_classifications_past;

CREATE TABLE subject_classifications_past (
  district TEXT,
  id BLOB,
  subject_id BLOB,
  scheme TEXT,
  code TEXT,
  evidence TEXT,
  begun_on INTEGER,
  ended_on INTEGER,
  review_on INTEGER,
  decided_by BLOB,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
) STRICT;

CREATE INDEX subject_classifications_past_by_id ON subject_classifications_past (district, id, version);

CREATE INDEX subject_classifications_past_by_time ON subject_classifications_past (district, until);

CREATE TABLE subject_merges (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  from_id BLOB NOT NULL,
  into_id BLOB NOT NULL,
  from_state TEXT NOT NULL,
  kept BLOB NOT NULL,
  merged_at INTEGER NOT NULL,
  undone_at INTEGER,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, from_id) REFERENCES subjects (district, id),
  FOREIGN KEY (district, into_id) REFERENCES subjects (district, id)
) STRICT;

CREATE UNIQUE INDEX subject_merges_open ON subject_merges (district, from_id) WHERE undone_at IS NULL;

CREATE TABLE subject_photos (
  district TEXT NOT NULL,
  subject_id BLOB NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (district, subject_id, hash),
  FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
) STRICT;

CREATE INDEX subject_photos_by_hash ON subject_photos (district, hash);

CREATE TABLE subject_relations (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  kind TEXT NOT NULL,
  from_id BLOB NOT NULL,
  to_id BLOB NOT NULL,
  role TEXT,
  begun_on INTEGER NOT NULL,
  ended_on INTEGER CHECK (ended_on >= begun_on),
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, from_id) REFERENCES subjects (district, id),
  FOREIGN KEY (district, to_id) REFERENCES subjects (district, id)
) STRICT;

CREATE INDEX subject_relations_from ON subject_relations (district, from_id, kind);

CREATE INDEX subject_relations_to ON subject_relations (district, to_id, kind);

CREATE TRIGGER subject_relations_delete BEFORE DELETE ON subject_relations
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER subject_relations_past AFTER UPDATE ON subject_relations
BEGIN
  INSERT INTO subject_relations_past (district, id, kind, from_id, to_id, role, begun_on, ended_on, version, since, until) VALUES (OLD.district, OLD.id, OLD.kind, OLD.from_id, OLD.to_id, OLD.role, OLD.begun_on, OLD.ended_on, OLD.version, OLD.since, NEW.since);
END;

CREATE TRIGGER subject_relations_revision BEFORE UPDATE ON subject_relations
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW subject_relations_all AS
  SELECT district, id, kind, from_id, to_id, role, begun_on, ended_on, version, since, 9223372036854775807 AS until FROM subject_relations
  UNION ALL SELECT district, id, kind, from_id, to_id, role, begun_on, ended_on, version, since, until FROM subject_relations_past;

CREATE TABLE subject_relations_past (
  district TEXT,
  id BLOB,
  kind TEXT,
  from_id BLOB,
  to_id BLOB,
  role TEXT,
  begun_on INTEGER,
  ended_on INTEGER,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
) STRICT;

CREATE INDEX subject_relations_past_by_id ON subject_relations_past (district, id, version);

CREATE INDEX subject_relations_past_by_time ON subject_relations_past (district, until);

CREATE TABLE subject_rows (
  district TEXT NOT NULL,
  kind TEXT NOT NULL,
  digest BLOB NOT NULL,
  subject_id BLOB NOT NULL,
  PRIMARY KEY (district, kind, digest),
  FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
) STRICT;

CREATE TABLE subject_statements (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  subject_id BLOB NOT NULL,
  source TEXT NOT NULL,
  note TEXT NOT NULL,
  fields TEXT NOT NULL,
  stated_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  stated_by BLOB,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
) STRICT;

CREATE INDEX subject_statements_by_subject ON subject_statements (district, subject_id);

CREATE TABLE subjects (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  area_id BLOB,
  area_path TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'merged', 'ended', 'erased')),
  merged_into BLOB,
  mode TEXT NOT NULL,
  registered_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL, sound TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (district, id),
  UNIQUE (district, number),
  FOREIGN KEY (district, area_id) REFERENCES areas (district, id),
  FOREIGN KEY (district, merged_into) REFERENCES subjects (district, id)
) STRICT;

CREATE INDEX subjects_by_area ON subjects (district, kind, area_path);

CREATE INDEX subjects_by_kind ON subjects (district, kind, state, number);

CREATE INDEX subjects_by_place ON subjects (district, kind, mode, state, COALESCE(area_path, ''), number, id);

CREATE INDEX subjects_by_sound ON subjects (district, kind, sound) WHERE sound <> '';

CREATE TRIGGER subjects_delete BEFORE DELETE ON subjects
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER subjects_past AFTER UPDATE ON subjects
BEGIN
  INSERT INTO subjects_past (district, id, kind, number, title, area_id, area_path, state, merged_into, mode, registered_at, version, since, sound, until) VALUES (OLD.district, OLD.id, OLD.kind, OLD.number, OLD.title, OLD.area_id, OLD.area_path, OLD.state, OLD.merged_into, OLD.mode, OLD.registered_at, OLD.version, OLD.since, OLD.sound, NEW.since);
END;

CREATE TRIGGER subjects_revision BEFORE UPDATE ON subjects
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW subjects_all AS
  SELECT district, id, kind, number, title, area_id, area_path, state, merged_into, mode, registered_at, version, since, sound, 9223372036854775807 AS until FROM subjects
  UNION ALL SELECT district, id, kind, number, title, area_id, area_path, state, merged_into, mode, registered_at, version, since, sound, until FROM subjects_past;

CREATE TABLE subjects_past (
  district TEXT,
  id BLOB,
  kind TEXT,
  number TEXT,
  title TEXT,
  area_id BLOB,
  area_path TEXT,
  state TEXT,
  merged_into BLOB,
  mode TEXT,
  registered_at INTEGER,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
, sound TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX subjects_past_by_id ON subjects_past (district, id, version);

CREATE INDEX subjects_past_by_time ON subjects_past (district, until);

CREATE TABLE timer_leases (
  district TEXT NOT NULL,
  timer TEXT NOT NULL,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (district, timer)
) STRICT;

CREATE TABLE tip_messages (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  tip_id BLOB NOT NULL,
  from_tipster INTEGER NOT NULL,
  text BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  author_id BLOB,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, tip_id) REFERENCES tips (district, id)
) STRICT;

CREATE INDEX tip_messages_by_tip ON tip_messages (district, tip_id, made_at);

CREATE TABLE tip_photos (
  district TEXT NOT NULL,
  tip_id BLOB NOT NULL,
  position INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (district, tip_id, position),
  FOREIGN KEY (district, tip_id) REFERENCES tips (district, id),
  FOREIGN KEY (district, hash) REFERENCES files (district, hash)
) STRICT;

CREATE INDEX tip_photos_by_hash ON tip_photos (district, hash);

CREATE TABLE tips (
  district TEXT NOT NULL,
  id BLOB NOT NULL,
  number TEXT NOT NULL,
  channel TEXT NOT NULL,
  point_id BLOB,
  category TEXT NOT NULL,
  text BLOB NOT NULL,
  contact BLOB,
  accused BLOB,
  accused_office BLOB,
  state TEXT NOT NULL CHECK (state IN ('received', 'checking', 'handled', 'struck-off', 'merged')),
  received_at INTEGER NOT NULL,
  owner_id BLOB,
  due_at INTEGER NOT NULL,
  finding TEXT CHECK (finding IN ('verified', 'partly', 'unfounded')),
  finding_text BLOB,
  found_at INTEGER,
  found_by BLOB,
  fed_back_at INTEGER,
  struck_at INTEGER,
  struck_by BLOB,
  merged_into BLOB,
  reopened INTEGER NOT NULL,
  receipt BLOB NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('live', 'drill')),
  version INTEGER NOT NULL DEFAULT 1,
  since INTEGER NOT NULL,
  PRIMARY KEY (district, id),
  UNIQUE (district, number),
  UNIQUE (district, receipt),
  CHECK (state <> 'struck-off' OR (finding IS NOT NULL AND fed_back_at IS NOT NULL AND struck_by IS DISTINCT FROM found_by)),
  CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  FOREIGN KEY (district, point_id) REFERENCES intake_points (district, id),
  FOREIGN KEY (district, accused_office) REFERENCES offices (district, id),
  FOREIGN KEY (district, owner_id) REFERENCES accounts (district, id)
) STRICT;

CREATE INDEX tips_by_point ON tips (district, point_id, received_at);

CREATE INDEX tips_by_received ON tips (district, mode, received_at, id);

CREATE TRIGGER tips_delete BEFORE DELETE ON tips
BEGIN
  SELECT RAISE(ABORT, 'huying:delete');
END;

CREATE TRIGGER tips_past AFTER UPDATE ON tips
BEGIN
  INSERT INTO tips_past (district, id, number, channel, point_id, category, text, contact, accused, accused_office, state, received_at, owner_id, due_at, finding, finding_text, found_at, found_by, fed_back_at, struck_at, struck_by, merged_into, reopened, receipt, mode, version, since, until) VALUES (OLD.district, OLD.id, OLD.number, OLD.channel, OLD.point_id, OLD.category, OLD.text, OLD.contact, OLD.accused, OLD.accused_office, OLD.state, OLD.received_at, OLD.owner_id, OLD.due_at, OLD.finding, OLD.finding_text, OLD.found_at, OLD.found_by, OLD.fed_back_at, OLD.struck_at, OLD.struck_by, OLD.merged_into, OLD.reopened, OLD.receipt, OLD.mode, OLD.version, OLD.since, NEW.since);
END;

CREATE TRIGGER tips_revision BEFORE UPDATE ON tips
WHEN NEW.version <> OLD.version + 1 OR NEW.since < OLD.since
BEGIN
  SELECT RAISE(ABORT, 'huying:revision') WHERE NEW.version <> OLD.version + 1;
  SELECT RAISE(ABORT, 'huying:time-went-back');
END;

CREATE VIEW tips_all AS
  SELECT district, id, number, channel, point_id, category, text, contact, accused, accused_office, state, received_at, owner_id, due_at, finding, finding_text, found_at, found_by, fed_back_at, struck_at, struck_by, merged_into, reopened, receipt, mode, version, since, 9223372036854775807 AS until FROM tips
  UNION ALL SELECT district, id, number, channel, point_id, category, text, contact, accused, accused_office, state, received_at, owner_id, due_at, finding, finding_text, found_at, found_by, fed_back_at, struck_at, struck_by, merged_into, reopened, receipt, mode, version, since, until FROM tips_past;

CREATE TABLE tips_past (
  district TEXT,
  id BLOB,
  number TEXT,
  channel TEXT,
  point_id BLOB,
  category TEXT,
  text BLOB,
  contact BLOB,
  accused BLOB,
  accused_office BLOB,
  state TEXT,
  received_at INTEGER,
  owner_id BLOB,
  due_at INTEGER,
  finding TEXT,
  finding_text BLOB,
  found_at INTEGER,
  found_by BLOB,
  fed_back_at INTEGER,
  struck_at INTEGER,
  struck_by BLOB,
  merged_into BLOB,
  reopened INTEGER,
  receipt BLOB,
  mode TEXT,
  version INTEGER,
  since INTEGER,
  until INTEGER NOT NULL
) STRICT;

CREATE INDEX tips_past_by_id ON tips_past (district, id, version);

CREATE INDEX tips_past_by_time ON tips_past (district, until);
