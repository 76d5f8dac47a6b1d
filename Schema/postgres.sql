-- Generated from the migrations: do not edit.

CREATE FUNCTION accounts_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO accounts_past (district, id, login, name, password, mail, state, language, must_change_password, version, since, until) VALUES (OLD.district, OLD.id, OLD.login, OLD.name, OLD.password, OLD.mail, OLD.state, OLD.language, OLD.must_change_password, OLD.version, OLD.since, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION areas_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO areas_past (district, id, code, parent_id, level, name, path, begun_on, ended_on, merged_into, version, since, until) VALUES (OLD.district, OLD.id, OLD.code, OLD.parent_id, OLD.level, OLD.name, OLD.path, OLD.begun_on, OLD.ended_on, OLD.merged_into, OLD.version, OLD.since, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION cases_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO cases_past (district, id, number, channel, class, urgency, title, text, area_id, area_path, address, latitude, longitude, datum, state, office_id, filed_at, filed_by, dispatched_at, respond_by, responded_at, due_at, resolved_at, working_days, outcome, reply, resolved_by, confirm_by, answered, solved, rating, comment, closed_at, closing, reopen_until, reopened, receipt, contact, contact_index, source_number, mode, version, since, repeats, until) VALUES (OLD.district, OLD.id, OLD.number, OLD.channel, OLD.class, OLD.urgency, OLD.title, OLD.text, OLD.area_id, OLD.area_path, OLD.address, OLD.latitude, OLD.longitude, OLD.datum, OLD.state, OLD.office_id, OLD.filed_at, OLD.filed_by, OLD.dispatched_at, OLD.respond_by, OLD.responded_at, OLD.due_at, OLD.resolved_at, OLD.working_days, OLD.outcome, OLD.reply, OLD.resolved_by, OLD.confirm_by, OLD.answered, OLD.solved, OLD.rating, OLD.comment, OLD.closed_at, OLD.closing, OLD.reopen_until, OLD.reopened, OLD.receipt, OLD.contact, OLD.contact_index, OLD.source_number, OLD.mode, OLD.version, OLD.since, OLD.repeats, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION date(seconds bigint, kind text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT to_char(DATE '1970-01-01' + (seconds / 86400)::integer, 'YYYY-MM-DD') $$;

CREATE FUNCTION duties_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO duties_past (district, id, account_id, role, office_id, area_id, begun_at, ended_at, version, since, until) VALUES (OLD.district, OLD.id, OLD.account_id, OLD.role, OLD.office_id, OLD.area_id, OLD.begun_at, OLD.ended_at, OLD.version, OLD.since, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION journal_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'huying:journal'; END $$;

CREATE FUNCTION matches_pattern(body text, pattern text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$ SELECT body ~ ('^(?:' || pattern || ')$') $_$;

CREATE FUNCTION number_of_text(digits text) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$ SELECT CASE WHEN length(digits) <= 300 AND digits ~ '^[ \t\r\n]*-?([0-9]+[.]?[0-9]*|[.][0-9]+)[ \t\r\n]*$'
   THEN trim(digits, E' \t\r\n')::numeric::double precision END $_$;

CREATE FUNCTION offices_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO offices_past (district, id, code, parent_id, name_zh, name_en, kind, area_id, path, hours, version, since, until) VALUES (OLD.district, OLD.id, OLD.code, OLD.parent_id, OLD.name_zh, OLD.name_en, OLD.kind, OLD.area_id, OLD.path, OLD.hours, OLD.version, OLD.since, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION orders_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO orders_past (district, id, number, kind, matter_kind, matter_id, area_path, from_office, to_office, to_account, ask, state, issued_at, accept_by, due_at, deadline, ladder, accepted_at, replied_at, reply, reason, closed_at, previous_id, next_step_at, steps_taken, supervised_at, mode, version, since, compartment, barred_office, basis, until) VALUES (OLD.district, OLD.id, OLD.number, OLD.kind, OLD.matter_kind, OLD.matter_id, OLD.area_path, OLD.from_office, OLD.to_office, OLD.to_account, OLD.ask, OLD.state, OLD.issued_at, OLD.accept_by, OLD.due_at, OLD.deadline, OLD.ladder, OLD.accepted_at, OLD.replied_at, OLD.reply, OLD.reason, OLD.closed_at, OLD.previous_id, OLD.next_step_at, OLD.steps_taken, OLD.supervised_at, OLD.mode, OLD.version, OLD.since, OLD.compartment, OLD.barred_office, OLD.basis, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION plain_number(number double precision) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT trim_scale(number::text::numeric)::text $$;

CREATE FUNCTION search_entries_name_chunks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.words := NEW.words || to_tsvector('simple',
    format('k9x%s k12x%s k15x%s', NEW.entry >> 9, NEW.entry >> 12, NEW.entry >> 15));
  RETURN NEW;
END $$;

CREATE FUNCTION subject_classifications_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO subject_classifications_past (district, id, subject_id, scheme, code, evidence, begun_on, ended_on, review_on, decided_by, version, since, until) VALUES (OLD.district, OLD.id, OLD.subject_id, OLD.scheme, OLD.code, OLD.evidence, OLD.begun_on, OLD.ended_on, OLD.review_on, OLD.decided_by, OLD.version, OLD.since, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION subject_relations_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO subject_relations_past (district, id, kind, from_id, to_id, role, begun_on, ended_on, version, since, until) VALUES (OLD.district, OLD.id, OLD.kind, OLD.from_id, OLD.to_id, OLD.role, OLD.begun_on, OLD.ended_on, OLD.version, OLD.since, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION subjects_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO subjects_past (district, id, kind, number, title, area_id, area_path, state, merged_into, mode, registered_at, version, since, sound, until) VALUES (OLD.district, OLD.id, OLD.kind, OLD.number, OLD.title, OLD.area_id, OLD.area_path, OLD.state, OLD.merged_into, OLD.mode, OLD.registered_at, OLD.version, OLD.since, OLD.sound, NEW.since);
  RETURN NEW;
END $$;

CREATE FUNCTION tips_keep_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'huying:delete'; END IF;
  IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'huying:revision'; END IF;
  IF NEW.since < OLD.since THEN RAISE EXCEPTION 'huying:time-went-back'; END IF;
  INSERT INTO tips_past (district, id, number, channel, point_id, category, text, contact, accused, accused_office, state, received_at, owner_id, due_at, finding, finding_text, found_at, found_by, fed_back_at, struck_at, struck_by, merged_into, reopened, receipt, mode, version, since, until) VALUES (OLD.district, OLD.id, OLD.number, OLD.channel, OLD.point_id, OLD.category, OLD.text, OLD.contact, OLD.accused, OLD.accused_office, OLD.state, OLD.received_at, OLD.owner_id, OLD.due_at, OLD.finding, OLD.finding_text, OLD.found_at, OLD.found_by, OLD.fed_back_at, OLD.struck_at, OLD.struck_by, OLD.merged_into, OLD.reopened, OLD.receipt, OLD.mode, OLD.version, OLD.since, NEW.since);
  RETURN NEW;
END $$;

CREATE TABLE accounts (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    login text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    password text NOT NULL COLLATE pg_catalog."C",
    mail bytea,
    state text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    must_change_password bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL,
    CONSTRAINT accounts_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text])))
);

CREATE TABLE accounts_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    login text COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    password text COLLATE pg_catalog."C",
    mail bytea,
    state text COLLATE pg_catalog."C",
    language text COLLATE pg_catalog."C",
    must_change_password bigint,
    version bigint,
    since bigint,
    until bigint NOT NULL
);

CREATE VIEW accounts_all AS
 SELECT accounts.district,
    accounts.id,
    accounts.login,
    accounts.name,
    accounts.password,
    accounts.mail,
    accounts.state,
    accounts.language,
    accounts.must_change_password,
    accounts.version,
    accounts.since,
    '9223372036854775807'::bigint AS until
   FROM accounts
UNION ALL
 SELECT accounts_past.district,
    accounts_past.id,
    accounts_past.login,
    accounts_past.name,
    accounts_past.password,
    accounts_past.mail,
    accounts_past.state,
    accounts_past.language,
    accounts_past.must_change_password,
    accounts_past.version,
    accounts_past.since,
    accounts_past.until
   FROM accounts_past;

CREATE TABLE api_keys (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    added_at bigint NOT NULL,
    revoked_at bigint
);

CREATE TABLE areas (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    parent_id uuid,
    level text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL COLLATE pg_catalog."C",
    begun_on bigint NOT NULL,
    ended_on bigint,
    merged_into uuid,
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL
);

CREATE TABLE areas_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    code text COLLATE pg_catalog."C",
    parent_id uuid,
    level text COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    path text COLLATE pg_catalog."C",
    begun_on bigint,
    ended_on bigint,
    merged_into uuid,
    version bigint,
    since bigint,
    until bigint NOT NULL
);

CREATE VIEW areas_all AS
 SELECT areas.district,
    areas.id,
    areas.code,
    areas.parent_id,
    areas.level,
    areas.name,
    areas.path,
    areas.begun_on,
    areas.ended_on,
    areas.merged_into,
    areas.version,
    areas.since,
    '9223372036854775807'::bigint AS until
   FROM areas
UNION ALL
 SELECT areas_past.district,
    areas_past.id,
    areas_past.code,
    areas_past.parent_id,
    areas_past.level,
    areas_past.name,
    areas_past.path,
    areas_past.begun_on,
    areas_past.ended_on,
    areas_past.merged_into,
    areas_past.version,
    areas_past.since,
    areas_past.until
   FROM areas_past;

CREATE TABLE asserted_figures (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    unit text NOT NULL COLLATE pg_catalog."C",
    qualifier text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    as_of_day bigint NOT NULL,
    stated_by text NOT NULL COLLATE pg_catalog."C",
    stated_at bigint NOT NULL
);

CREATE TABLE calendar_years (
    district text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    notice text NOT NULL COLLATE pg_catalog."C",
    loaded_at bigint NOT NULL
);

CREATE TABLE case_call_backs (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    reached bigint NOT NULL,
    answered bigint,
    solved bigint,
    rating bigint,
    comment text NOT NULL COLLATE pg_catalog."C",
    called_at bigint NOT NULL,
    called_by uuid,
    CONSTRAINT case_call_backs_check CHECK (((reached = 1) OR (solved IS NULL))),
    CONSTRAINT case_call_backs_rating_check CHECK (((rating >= 1) AND (rating <= 5)))
);

CREATE TABLE case_notes (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    is_public bigint NOT NULL,
    author_id uuid,
    author text NOT NULL COLLATE pg_catalog."C",
    made_at bigint NOT NULL,
    kind text DEFAULT 'note'::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT case_notes_kind_check CHECK ((kind = ANY (ARRAY['note'::text, 'survey'::text])))
);

CREATE TABLE case_photos (
    district text NOT NULL COLLATE pg_catalog."C",
    case_id uuid NOT NULL,
    "position" bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C",
    stage text NOT NULL COLLATE pg_catalog."C",
    note_id uuid,
    is_public bigint NOT NULL,
    added_at bigint NOT NULL,
    CONSTRAINT case_photos_stage_check CHECK ((stage = ANY (ARRAY['filed'::text, 'note'::text, 'reply'::text])))
);

CREATE TABLE case_plans (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    measures text NOT NULL COLLATE pg_catalog."C",
    who text NOT NULL COLLATE pg_catalog."C",
    due_on bigint NOT NULL,
    cost bigint,
    made_at bigint NOT NULL,
    made_by uuid,
    CONSTRAINT case_plans_cost_check CHECK ((cost >= 0))
);

CREATE TABLE case_replies (
    district text NOT NULL COLLATE pg_catalog."C",
    case_id uuid NOT NULL,
    words bytea NOT NULL,
    given_at bigint NOT NULL
);

CREATE TABLE case_reporters (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    from_case uuid,
    channel text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    receipt bytea,
    contact bytea,
    contact_index bytea,
    joined_at bigint NOT NULL,
    joined_by uuid,
    CONSTRAINT case_reporters_check CHECK (((receipt IS NULL) = (from_case IS NOT NULL)))
);

CREATE TABLE cases (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    class text NOT NULL COLLATE pg_catalog."C",
    urgency text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    area_id uuid NOT NULL,
    area_path text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C",
    latitude double precision,
    longitude double precision,
    datum text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    office_id uuid,
    filed_at bigint NOT NULL,
    filed_by uuid,
    dispatched_at bigint,
    respond_by bigint,
    responded_at bigint,
    due_at bigint,
    resolved_at bigint,
    working_days bigint,
    outcome text COLLATE pg_catalog."C",
    reply text COLLATE pg_catalog."C",
    resolved_by uuid,
    confirm_by bigint,
    answered bigint,
    solved bigint,
    rating bigint,
    comment text COLLATE pg_catalog."C",
    closed_at bigint,
    closing text COLLATE pg_catalog."C",
    reopen_until bigint,
    reopened bigint NOT NULL,
    receipt bytea NOT NULL,
    contact bytea,
    contact_index bytea,
    source_number text COLLATE pg_catalog."C",
    mode text NOT NULL COLLATE pg_catalog."C",
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL,
    repeats uuid,
    CONSTRAINT cases_check CHECK (((state = 'closed'::text) = (closing IS NOT NULL))),
    CONSTRAINT cases_check1 CHECK (((state <> 'resolved'::text) OR ((outcome IS NOT NULL) AND (reply IS NOT NULL)))),
    CONSTRAINT cases_closing_check CHECK ((closing = ANY (ARRAY['confirmed'::text, 'checked'::text, 'silence'::text]))),
    CONSTRAINT cases_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'drill'::text]))),
    CONSTRAINT cases_rating_check CHECK (((rating >= 1) AND (rating <= 5))),
    CONSTRAINT cases_state_check CHECK ((state = ANY (ARRAY['registered'::text, 'dispatched'::text, 'accepted'::text, 'resolved'::text, 'closed'::text, 'withdrawn'::text])))
);

CREATE TABLE cases_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    number text COLLATE pg_catalog."C",
    channel text COLLATE pg_catalog."C",
    class text COLLATE pg_catalog."C",
    urgency text COLLATE pg_catalog."C",
    title text COLLATE pg_catalog."C",
    text text COLLATE pg_catalog."C",
    area_id uuid,
    area_path text COLLATE pg_catalog."C",
    address text COLLATE pg_catalog."C",
    latitude double precision,
    longitude double precision,
    datum text COLLATE pg_catalog."C",
    state text COLLATE pg_catalog."C",
    office_id uuid,
    filed_at bigint,
    filed_by uuid,
    dispatched_at bigint,
    respond_by bigint,
    responded_at bigint,
    due_at bigint,
    resolved_at bigint,
    working_days bigint,
    outcome text COLLATE pg_catalog."C",
    reply text COLLATE pg_catalog."C",
    resolved_by uuid,
    confirm_by bigint,
    answered bigint,
    solved bigint,
    rating bigint,
    comment text COLLATE pg_catalog."C",
    closed_at bigint,
    closing text COLLATE pg_catalog."C",
    reopen_until bigint,
    reopened bigint,
    receipt bytea,
    contact bytea,
    contact_index bytea,
    source_number text COLLATE pg_catalog."C",
    mode text COLLATE pg_catalog."C",
    version bigint,
    since bigint,
    until bigint NOT NULL,
    repeats uuid
);

CREATE VIEW cases_all AS
 SELECT cases.district,
    cases.id,
    cases.number,
    cases.channel,
    cases.class,
    cases.urgency,
    cases.title,
    cases.text,
    cases.area_id,
    cases.area_path,
    cases.address,
    cases.latitude,
    cases.longitude,
    cases.datum,
    cases.state,
    cases.office_id,
    cases.filed_at,
    cases.filed_by,
    cases.dispatched_at,
    cases.respond_by,
    cases.responded_at,
    cases.due_at,
    cases.resolved_at,
    cases.working_days,
    cases.outcome,
    cases.reply,
    cases.resolved_by,
    cases.confirm_by,
    cases.answered,
    cases.solved,
    cases.rating,
    cases.comment,
    cases.closed_at,
    cases.closing,
    cases.reopen_until,
    cases.reopened,
    cases.receipt,
    cases.contact,
    cases.contact_index,
    cases.source_number,
    cases.mode,
    cases.version,
    cases.since,
    cases.repeats,
    '9223372036854775807'::bigint AS until
   FROM cases
UNION ALL
 SELECT cases_past.district,
    cases_past.id,
    cases_past.number,
    cases_past.channel,
    cases_past.class,
    cases_past.urgency,
    cases_past.title,
    cases_past.text,
    cases_past.area_id,
    cases_past.area_path,
    cases_past.address,
    cases_past.latitude,
    cases_past.longitude,
    cases_past.datum,
    cases_past.state,
    cases_past.office_id,
    cases_past.filed_at,
    cases_past.filed_by,
    cases_past.dispatched_at,
    cases_past.respond_by,
    cases_past.responded_at,
    cases_past.due_at,
    cases_past.resolved_at,
    cases_past.working_days,
    cases_past.outcome,
    cases_past.reply,
    cases_past.resolved_by,
    cases_past.confirm_by,
    cases_past.answered,
    cases_past.solved,
    cases_past.rating,
    cases_past.comment,
    cases_past.closed_at,
    cases_past.closing,
    cases_past.reopen_until,
    cases_past.reopened,
    cases_past.receipt,
    cases_past.contact,
    cases_past.contact_index,
    cases_past.source_number,
    cases_past.mode,
    cases_past.version,
    cases_past.since,
    cases_past.repeats,
    cases_past.until
   FROM cases_past;

CREATE TABLE circulars (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    period text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL COLLATE pg_catalog."C",
    frozen_at bigint NOT NULL
);

CREATE TABLE contact_list_cases (
    district text NOT NULL COLLATE pg_catalog."C",
    list_id uuid NOT NULL,
    case_id uuid NOT NULL
);

CREATE TABLE contact_lists (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    asked_by uuid NOT NULL,
    asker text NOT NULL COLLATE pg_catalog."C",
    purpose text NOT NULL COLLATE pg_catalog."C",
    cases bigint NOT NULL,
    asked_at bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    decider text COLLATE pg_catalog."C",
    decided_by uuid,
    decided_at bigint,
    answer text COLLATE pg_catalog."C",
    take_by bigint,
    taken_at bigint,
    CONSTRAINT contact_lists_check CHECK (((decided_by IS NULL) OR (decided_by <> asked_by))),
    CONSTRAINT contact_lists_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'granted'::text, 'refused'::text, 'taken'::text])))
);

CREATE TABLE district_facts (
    district text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE duties (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    office_id uuid,
    area_id uuid,
    begun_at bigint NOT NULL,
    ended_at bigint,
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL
);

CREATE TABLE duties_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    account_id uuid,
    role text COLLATE pg_catalog."C",
    office_id uuid,
    area_id uuid,
    begun_at bigint,
    ended_at bigint,
    version bigint,
    since bigint,
    until bigint NOT NULL
);

CREATE VIEW duties_all AS
 SELECT duties.district,
    duties.id,
    duties.account_id,
    duties.role,
    duties.office_id,
    duties.area_id,
    duties.begun_at,
    duties.ended_at,
    duties.version,
    duties.since,
    '9223372036854775807'::bigint AS until
   FROM duties
UNION ALL
 SELECT duties_past.district,
    duties_past.id,
    duties_past.account_id,
    duties_past.role,
    duties_past.office_id,
    duties_past.area_id,
    duties_past.begun_at,
    duties_past.ended_at,
    duties_past.version,
    duties_past.since,
    duties_past.until
   FROM duties_past;

CREATE TABLE file_contents (
    district text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    content bytea NOT NULL
);

CREATE TABLE files (
    district text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    bytes bigint NOT NULL,
    kept_at bigint NOT NULL,
    taken_at bigint,
    latitude double precision,
    longitude double precision
);

CREATE TABLE intake_points (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    place text NOT NULL COLLATE pg_catalog."C",
    office_id uuid,
    opened_at bigint NOT NULL,
    closed_at bigint
);

CREATE TABLE journal (
    seq bigint NOT NULL,
    district text NOT NULL COLLATE pg_catalog."C",
    happened_at bigint NOT NULL,
    recorded_at bigint NOT NULL,
    actor_kind text NOT NULL COLLATE pg_catalog."C",
    actor_id uuid,
    actor_name text NOT NULL COLLATE pg_catalog."C",
    verb text NOT NULL COLLATE pg_catalog."C",
    event text NOT NULL COLLATE pg_catalog."C",
    subject_kind text NOT NULL COLLATE pg_catalog."C",
    subject_id uuid NOT NULL,
    payload text NOT NULL COLLATE pg_catalog."C",
    mode text NOT NULL COLLATE pg_catalog."C",
    request_id text COLLATE pg_catalog."C"
);

CREATE TABLE journal_blocks (
    district text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    entries bigint NOT NULL,
    previous bytea NOT NULL,
    content bytea NOT NULL,
    hash bytea NOT NULL,
    sealed_at bigint NOT NULL
);

CREATE TABLE journal_feeds (
    district text NOT NULL COLLATE pg_catalog."C",
    feed text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    failures bigint NOT NULL,
    next_try_at bigint,
    failure text COLLATE pg_catalog."C"
);

ALTER TABLE journal ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME journal_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE late_arrivals (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    office_id uuid NOT NULL,
    person bytea NOT NULL,
    person_index bytea NOT NULL,
    arrived_at bigint NOT NULL,
    opened_at bigint NOT NULL,
    basis text NOT NULL COLLATE pg_catalog."C",
    recorded_at bigint NOT NULL,
    letter_id uuid
);

CREATE TABLE messages (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    recipient text NOT NULL COLLATE pg_catalog."C",
    account_id uuid,
    contact bytea,
    contact_context text COLLATE pg_catalog."C",
    matter text NOT NULL COLLATE pg_catalog."C",
    text_key text NOT NULL COLLATE pg_catalog."C",
    values_json text NOT NULL COLLATE pg_catalog."C",
    href text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    channels_left text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    held_for text COLLATE pg_catalog."C",
    compartment text COLLATE pg_catalog."C",
    attempts bigint NOT NULL,
    next_try_at bigint,
    made_at bigint NOT NULL,
    sent_at bigint,
    failure text COLLATE pg_catalog."C",
    CONSTRAINT messages_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'gateway'::text]))),
    CONSTRAINT messages_check CHECK (((account_id IS NULL) = (contact IS NOT NULL))),
    CONSTRAINT messages_check1 CHECK (((state = 'waiting'::text) = (next_try_at IS NOT NULL))),
    CONSTRAINT messages_held_for_check CHECK ((held_for = ANY (ARRAY['quiet'::text, 'budget'::text]))),
    CONSTRAINT messages_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'given-up'::text])))
);

CREATE TABLE migrations (
    name text NOT NULL
);

CREATE TABLE notice_reads (
    district text NOT NULL COLLATE pg_catalog."C",
    notice_id uuid NOT NULL,
    account_id uuid NOT NULL,
    at bigint NOT NULL
);

CREATE TABLE notices (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    recipient text NOT NULL COLLATE pg_catalog."C",
    to_account uuid,
    to_office uuid,
    matter text NOT NULL COLLATE pg_catalog."C",
    text_key text NOT NULL COLLATE pg_catalog."C",
    values_json text NOT NULL COLLATE pg_catalog."C",
    href text NOT NULL COLLATE pg_catalog."C",
    made_at bigint NOT NULL,
    mode text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT notices_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'drill'::text])))
);

CREATE TABLE offices (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    parent_id uuid,
    name_zh text NOT NULL COLLATE pg_catalog."C",
    name_en text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    area_id uuid,
    path text NOT NULL COLLATE pg_catalog."C",
    hours text NOT NULL COLLATE pg_catalog."C",
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL
);

CREATE TABLE offices_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    code text COLLATE pg_catalog."C",
    parent_id uuid,
    name_zh text COLLATE pg_catalog."C",
    name_en text COLLATE pg_catalog."C",
    kind text COLLATE pg_catalog."C",
    area_id uuid,
    path text COLLATE pg_catalog."C",
    hours text COLLATE pg_catalog."C",
    version bigint,
    since bigint,
    until bigint NOT NULL
);

CREATE VIEW offices_all AS
 SELECT offices.district,
    offices.id,
    offices.code,
    offices.parent_id,
    offices.name_zh,
    offices.name_en,
    offices.kind,
    offices.area_id,
    offices.path,
    offices.hours,
    offices.version,
    offices.since,
    '9223372036854775807'::bigint AS until
   FROM offices
UNION ALL
 SELECT offices_past.district,
    offices_past.id,
    offices_past.code,
    offices_past.parent_id,
    offices_past.name_zh,
    offices_past.name_en,
    offices_past.kind,
    offices_past.area_id,
    offices_past.path,
    offices_past.hours,
    offices_past.version,
    offices_past.since,
    offices_past.until
   FROM offices_past;

CREATE TABLE order_escalations (
    district text NOT NULL COLLATE pg_catalog."C",
    order_id uuid NOT NULL,
    office_id uuid NOT NULL,
    step text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
);

CREATE TABLE order_extensions (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    office_id uuid NOT NULL,
    days bigint NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    asked_at bigint NOT NULL,
    asked_by uuid,
    answer text COLLATE pg_catalog."C",
    decided_at bigint,
    decided_by uuid,
    kind text DEFAULT 'extend'::text NOT NULL COLLATE pg_catalog."C",
    until bigint,
    CONSTRAINT order_extensions_check CHECK (((until IS NULL) = (kind = 'extend'::text))),
    CONSTRAINT order_extensions_days_check CHECK ((days > 0)),
    CONSTRAINT order_extensions_kind_check CHECK ((kind = ANY (ARRAY['extend'::text, 'suspend'::text, 'park'::text]))),
    CONSTRAINT order_extensions_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'granted'::text, 'refused'::text])))
);

CREATE TABLE orders (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    matter_kind text NOT NULL COLLATE pg_catalog."C",
    matter_id uuid NOT NULL,
    area_path text NOT NULL COLLATE pg_catalog."C",
    from_office uuid,
    to_office uuid NOT NULL,
    to_account uuid,
    ask text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    issued_at bigint NOT NULL,
    accept_by bigint,
    due_at bigint NOT NULL,
    deadline text COLLATE pg_catalog."C",
    ladder text NOT NULL COLLATE pg_catalog."C",
    accepted_at bigint,
    replied_at bigint,
    reply text COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    closed_at bigint,
    previous_id uuid,
    next_step_at bigint,
    steps_taken text NOT NULL COLLATE pg_catalog."C",
    supervised_at bigint,
    mode text NOT NULL COLLATE pg_catalog."C",
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL,
    compartment text COLLATE pg_catalog."C",
    barred_office uuid,
    basis text COLLATE pg_catalog."C",
    CONSTRAINT orders_check CHECK (((next_step_at IS NULL) OR (state = ANY (ARRAY['issued'::text, 'accepted'::text])))),
    CONSTRAINT orders_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'drill'::text]))),
    CONSTRAINT orders_state_check CHECK ((state = ANY (ARRAY['issued'::text, 'accepted'::text, 'replied'::text, 'returned'::text, 'transferred'::text, 'closed'::text, 'cancelled'::text])))
);

CREATE TABLE orders_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    number text COLLATE pg_catalog."C",
    kind text COLLATE pg_catalog."C",
    matter_kind text COLLATE pg_catalog."C",
    matter_id uuid,
    area_path text COLLATE pg_catalog."C",
    from_office uuid,
    to_office uuid,
    to_account uuid,
    ask text COLLATE pg_catalog."C",
    state text COLLATE pg_catalog."C",
    issued_at bigint,
    accept_by bigint,
    due_at bigint,
    deadline text COLLATE pg_catalog."C",
    ladder text COLLATE pg_catalog."C",
    accepted_at bigint,
    replied_at bigint,
    reply text COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    closed_at bigint,
    previous_id uuid,
    next_step_at bigint,
    steps_taken text COLLATE pg_catalog."C",
    supervised_at bigint,
    mode text COLLATE pg_catalog."C",
    version bigint,
    since bigint,
    until bigint NOT NULL,
    compartment text COLLATE pg_catalog."C",
    barred_office uuid,
    basis text COLLATE pg_catalog."C"
);

CREATE VIEW orders_all AS
 SELECT orders.district,
    orders.id,
    orders.number,
    orders.kind,
    orders.matter_kind,
    orders.matter_id,
    orders.area_path,
    orders.from_office,
    orders.to_office,
    orders.to_account,
    orders.ask,
    orders.state,
    orders.issued_at,
    orders.accept_by,
    orders.due_at,
    orders.deadline,
    orders.ladder,
    orders.accepted_at,
    orders.replied_at,
    orders.reply,
    orders.reason,
    orders.closed_at,
    orders.previous_id,
    orders.next_step_at,
    orders.steps_taken,
    orders.supervised_at,
    orders.mode,
    orders.version,
    orders.since,
    orders.compartment,
    orders.barred_office,
    orders.basis,
    '9223372036854775807'::bigint AS until
   FROM orders
UNION ALL
 SELECT orders_past.district,
    orders_past.id,
    orders_past.number,
    orders_past.kind,
    orders_past.matter_kind,
    orders_past.matter_id,
    orders_past.area_path,
    orders_past.from_office,
    orders_past.to_office,
    orders_past.to_account,
    orders_past.ask,
    orders_past.state,
    orders_past.issued_at,
    orders_past.accept_by,
    orders_past.due_at,
    orders_past.deadline,
    orders_past.ladder,
    orders_past.accepted_at,
    orders_past.replied_at,
    orders_past.reply,
    orders_past.reason,
    orders_past.closed_at,
    orders_past.previous_id,
    orders_past.next_step_at,
    orders_past.steps_taken,
    orders_past.supervised_at,
    orders_past.mode,
    orders_past.version,
    orders_past.since,
    orders_past.compartment,
    orders_past.barred_office,
    orders_past.basis,
    orders_past.until
   FROM orders_past;

CREATE TABLE pack_columns (
    table_name text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE pack_indexes (
    table_name text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE requests (
    district text NOT NULL COLLATE pg_catalog."C",
    request_id text NOT NULL COLLATE pg_catalog."C",
    verb text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL COLLATE pg_catalog."C",
    outcome bytea NOT NULL,
    at bigint NOT NULL
);

CREATE TABLE saved_views (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    office_id uuid,
    name text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C",
    saved_at bigint NOT NULL
);

CREATE TABLE search_entries (
    district text NOT NULL COLLATE pg_catalog."C",
    entry bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    words tsvector NOT NULL
);

ALTER TABLE search_entries ALTER COLUMN entry ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME search_entries_entry_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE sessions (
    district text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    account_id uuid NOT NULL,
    begun_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    vouched bigint DEFAULT 0 NOT NULL
);

CREATE TABLE sheet_chunks (
    district text NOT NULL COLLATE pg_catalog."C",
    import_id uuid NOT NULL,
    chunk bigint NOT NULL,
    rows bytea NOT NULL,
    outcome bytea
);

CREATE TABLE sheet_imports (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    header text NOT NULL COLLATE pg_catalog."C",
    mapping text NOT NULL COLLATE pg_catalog."C",
    first_row bigint NOT NULL,
    rows bigint NOT NULL,
    chunks bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    includes_alike bigint NOT NULL,
    next_chunk bigint NOT NULL,
    new bigint NOT NULL,
    changed bigint NOT NULL,
    same bigint NOT NULL,
    alike bigint NOT NULL,
    refused bigint NOT NULL,
    problem text COLLATE pg_catalog."C",
    mode text NOT NULL COLLATE pg_catalog."C",
    made_by uuid NOT NULL,
    made_at bigint NOT NULL,
    CONSTRAINT sheet_imports_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'ready'::text, 'checking'::text, 'checked'::text, 'applying'::text, 'applied'::text, 'dropped'::text, 'failed'::text])))
);

CREATE TABLE sheet_mappings (
    district text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    maker text NOT NULL COLLATE pg_catalog."C",
    header text NOT NULL COLLATE pg_catalog."C",
    field text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE sign_in_failures (
    district text NOT NULL COLLATE pg_catalog."C",
    who text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
);

CREATE TABLE stamps (
    district text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    value bigint NOT NULL
);

CREATE TABLE subject_changes (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    subject_id uuid,
    area_path text COLLATE pg_catalog."C",
    fields text NOT NULL COLLATE pg_catalog."C",
    proposal bytea,
    state text NOT NULL COLLATE pg_catalog."C",
    mode text NOT NULL COLLATE pg_catalog."C",
    proposed_at bigint NOT NULL,
    proposed_by uuid,
    office_id uuid,
    receipt bytea,
    answer text COLLATE pg_catalog."C",
    decided_at bigint,
    decided_by uuid,
    CONSTRAINT subject_changes_kind_check CHECK ((kind = ANY (ARRAY['correction'::text, 'erasure'::text, 'request'::text]))),
    CONSTRAINT subject_changes_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'applied'::text, 'rejected'::text])))
);

CREATE TABLE subject_classifications (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    scheme text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    evidence text NOT NULL COLLATE pg_catalog."C",
    begun_on bigint NOT NULL,
    ended_on bigint,
    review_on bigint,
    decided_by uuid,
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL,
    CONSTRAINT subject_classifications_check CHECK ((ended_on >= begun_on))
);

CREATE TABLE subject_classifications_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    subject_id uuid,
    scheme text COLLATE pg_catalog."C",
    code text COLLATE pg_catalog."C",
    evidence text COLLATE pg_catalog."C",
    begun_on bigint,
    ended_on bigint,
    review_on bigint,
    decided_by uuid,
    version bigint,
    since bigint,
    until bigint NOT NULL
);

CREATE VIEW subject_classifications_all AS
 SELECT subject_classifications.district,
    subject_classifications.id,
    subject_classifications.subject_id,
    subject_classifications.scheme,
    subject_classifications.code,
    subject_classifications.evidence,
    subject_classifications.begun_on,
    subject_classifications.ended_on,
    subject_classifications.review_on,
    subject_classifications.decided_by,
    subject_classifications.version,
    subject_classifications.since,
    '9223372036854775807'::bigint AS until
   FROM subject_classifications
UNION ALL
 SELECT subject_classifications_past.district,
    subject_classifications_past.id,
    subject_classifications_past.subject_id,
    subject_classifications_past.scheme,
    subject_classifications_past.code,
    subject_classifications_past.evidence,
    subject_classifications_past.begun_on,
    subject_classifications_past.ended_on,
    subject_classifications_past.review_on,
    subject_classifications_past.decided_by,
    subject_classifications_past.version,
    subject_classifications_past.since,
    subject_classifications_past.until
   FROM subject_classifications_past;

CREATE TABLE subject_merges (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    from_id uuid NOT NULL,
    into_id uuid NOT NULL,
    from_state text NOT NULL COLLATE pg_catalog."C",
    kept bytea NOT NULL,
    merged_at bigint NOT NULL,
    undone_at bigint
);

CREATE TABLE subject_photos (
    district text NOT NULL COLLATE pg_catalog."C",
    subject_id uuid NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE subject_relations (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    from_id uuid NOT NULL,
    to_id uuid NOT NULL,
    role text COLLATE pg_catalog."C",
    begun_on bigint NOT NULL,
    ended_on bigint,
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL,
    CONSTRAINT subject_relations_check CHECK ((ended_on >= begun_on))
);

CREATE TABLE subject_relations_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    kind text COLLATE pg_catalog."C",
    from_id uuid,
    to_id uuid,
    role text COLLATE pg_catalog."C",
    begun_on bigint,
    ended_on bigint,
    version bigint,
    since bigint,
    until bigint NOT NULL
);

CREATE VIEW subject_relations_all AS
 SELECT subject_relations.district,
    subject_relations.id,
    subject_relations.kind,
    subject_relations.from_id,
    subject_relations.to_id,
    subject_relations.role,
    subject_relations.begun_on,
    subject_relations.ended_on,
    subject_relations.version,
    subject_relations.since,
    '9223372036854775807'::bigint AS until
   FROM subject_relations
UNION ALL
 SELECT subject_relations_past.district,
    subject_relations_past.id,
    subject_relations_past.kind,
    subject_relations_past.from_id,
    subject_relations_past.to_id,
    subject_relations_past.role,
    subject_relations_past.begun_on,
    subject_relations_past.ended_on,
    subject_relations_past.version,
    subject_relations_past.since,
    subject_relations_past.until
   FROM subject_relations_past;

CREATE TABLE subject_rows (
    district text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    subject_id uuid NOT NULL
);

CREATE TABLE subject_statements (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    note text NOT NULL COLLATE pg_catalog."C",
    fields text NOT NULL COLLATE pg_catalog."C",
    stated_at bigint NOT NULL,
    recorded_at bigint NOT NULL,
    stated_by uuid
);

CREATE TABLE subjects (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    area_id uuid,
    area_path text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    merged_into uuid,
    mode text NOT NULL COLLATE pg_catalog."C",
    registered_at bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL,
    sound text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT subjects_state_check CHECK ((state = ANY (ARRAY['active'::text, 'merged'::text, 'ended'::text, 'erased'::text])))
);

CREATE TABLE subjects_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    kind text COLLATE pg_catalog."C",
    number text COLLATE pg_catalog."C",
    title text COLLATE pg_catalog."C",
    area_id uuid,
    area_path text COLLATE pg_catalog."C",
    state text COLLATE pg_catalog."C",
    merged_into uuid,
    mode text COLLATE pg_catalog."C",
    registered_at bigint,
    version bigint,
    since bigint,
    until bigint NOT NULL,
    sound text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE VIEW subjects_all AS
 SELECT subjects.district,
    subjects.id,
    subjects.kind,
    subjects.number,
    subjects.title,
    subjects.area_id,
    subjects.area_path,
    subjects.state,
    subjects.merged_into,
    subjects.mode,
    subjects.registered_at,
    subjects.version,
    subjects.since,
    subjects.sound,
    '9223372036854775807'::bigint AS until
   FROM subjects
UNION ALL
 SELECT subjects_past.district,
    subjects_past.id,
    subjects_past.kind,
    subjects_past.number,
    subjects_past.title,
    subjects_past.area_id,
    subjects_past.area_path,
    subjects_past.state,
    subjects_past.merged_into,
    subjects_past.mode,
    subjects_past.registered_at,
    subjects_past.version,
    subjects_past.since,
    subjects_past.sound,
    subjects_past.until
   FROM subjects_past;

CREATE TABLE timer_leases (
    district text NOT NULL COLLATE pg_catalog."C",
    timer text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    until bigint NOT NULL
);

CREATE TABLE tip_messages (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    tip_id uuid NOT NULL,
    from_tipster bigint NOT NULL,
    text bytea NOT NULL,
    made_at bigint NOT NULL,
    author_id uuid
);

CREATE TABLE tip_photos (
    district text NOT NULL COLLATE pg_catalog."C",
    tip_id uuid NOT NULL,
    "position" bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE tips (
    district text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    point_id uuid,
    category text NOT NULL COLLATE pg_catalog."C",
    text bytea NOT NULL,
    contact bytea,
    accused bytea,
    accused_office uuid,
    state text NOT NULL COLLATE pg_catalog."C",
    received_at bigint NOT NULL,
    owner_id uuid,
    due_at bigint NOT NULL,
    finding text COLLATE pg_catalog."C",
    finding_text bytea,
    found_at bigint,
    found_by uuid,
    fed_back_at bigint,
    struck_at bigint,
    struck_by uuid,
    merged_into uuid,
    reopened bigint NOT NULL,
    receipt bytea NOT NULL,
    mode text NOT NULL COLLATE pg_catalog."C",
    version bigint DEFAULT 1 NOT NULL,
    since bigint NOT NULL,
    CONSTRAINT tips_check CHECK (((state <> 'struck-off'::text) OR ((finding IS NOT NULL) AND (fed_back_at IS NOT NULL) AND (struck_by IS DISTINCT FROM found_by)))),
    CONSTRAINT tips_check1 CHECK (((state = 'merged'::text) = (merged_into IS NOT NULL))),
    CONSTRAINT tips_finding_check CHECK ((finding = ANY (ARRAY['verified'::text, 'partly'::text, 'unfounded'::text]))),
    CONSTRAINT tips_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'drill'::text]))),
    CONSTRAINT tips_state_check CHECK ((state = ANY (ARRAY['received'::text, 'checking'::text, 'handled'::text, 'struck-off'::text, 'merged'::text])))
);

CREATE TABLE tips_past (
    district text COLLATE pg_catalog."C",
    id uuid,
    number text COLLATE pg_catalog."C",
    channel text COLLATE pg_catalog."C",
    point_id uuid,
    category text COLLATE pg_catalog."C",
    text bytea,
    contact bytea,
    accused bytea,
    accused_office uuid,
    state text COLLATE pg_catalog."C",
    received_at bigint,
    owner_id uuid,
    due_at bigint,
    finding text COLLATE pg_catalog."C",
    finding_text bytea,
    found_at bigint,
    found_by uuid,
    fed_back_at bigint,
    struck_at bigint,
    struck_by uuid,
    merged_into uuid,
    reopened bigint,
    receipt bytea,
    mode text COLLATE pg_catalog."C",
    version bigint,
    since bigint,
    until bigint NOT NULL
);

CREATE VIEW tips_all AS
 SELECT tips.district,
    tips.id,
    tips.number,
    tips.channel,
    tips.point_id,
    tips.category,
    tips.text,
    tips.contact,
    tips.accused,
    tips.accused_office,
    tips.state,
    tips.received_at,
    tips.owner_id,
    tips.due_at,
    tips.finding,
    tips.finding_text,
    tips.found_at,
    tips.found_by,
    tips.fed_back_at,
    tips.struck_at,
    tips.struck_by,
    tips.merged_into,
    tips.reopened,
    tips.receipt,
    tips.mode,
    tips.version,
    tips.since,
    '9223372036854775807'::bigint AS until
   FROM tips
UNION ALL
 SELECT tips_past.district,
    tips_past.id,
    tips_past.number,
    tips_past.channel,
    tips_past.point_id,
    tips_past.category,
    tips_past.text,
    tips_past.contact,
    tips_past.accused,
    tips_past.accused_office,
    tips_past.state,
    tips_past.received_at,
    tips_past.owner_id,
    tips_past.due_at,
    tips_past.finding,
    tips_past.finding_text,
    tips_past.found_at,
    tips_past.found_by,
    tips_past.fed_back_at,
    tips_past.struck_at,
    tips_past.struck_by,
    tips_past.merged_into,
    tips_past.reopened,
    tips_past.receipt,
    tips_past.mode,
    tips_past.version,
    tips_past.since,
    tips_past.until
   FROM tips_past;

ALTER TABLE ONLY accounts
    ADD CONSTRAINT accounts_district_login_key UNIQUE (district, login);

ALTER TABLE ONLY accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_district_digest_key UNIQUE (district, digest);

ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY areas
    ADD CONSTRAINT areas_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY asserted_figures
    ADD CONSTRAINT asserted_figures_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY calendar_years
    ADD CONSTRAINT calendar_years_pkey PRIMARY KEY (district, year);

ALTER TABLE ONLY case_call_backs
    ADD CONSTRAINT case_call_backs_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY case_notes
    ADD CONSTRAINT case_notes_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY case_photos
    ADD CONSTRAINT case_photos_pkey PRIMARY KEY (district, case_id, "position");

ALTER TABLE ONLY case_plans
    ADD CONSTRAINT case_plans_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY case_replies
    ADD CONSTRAINT case_replies_pkey PRIMARY KEY (district, case_id);

ALTER TABLE ONLY case_reporters
    ADD CONSTRAINT case_reporters_district_from_case_key UNIQUE (district, from_case);

ALTER TABLE ONLY case_reporters
    ADD CONSTRAINT case_reporters_district_receipt_key UNIQUE (district, receipt);

ALTER TABLE ONLY case_reporters
    ADD CONSTRAINT case_reporters_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY cases
    ADD CONSTRAINT cases_district_number_key UNIQUE (district, number);

ALTER TABLE ONLY cases
    ADD CONSTRAINT cases_district_receipt_key UNIQUE (district, receipt);

ALTER TABLE ONLY cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY circulars
    ADD CONSTRAINT circulars_district_period_key UNIQUE (district, period);

ALTER TABLE ONLY circulars
    ADD CONSTRAINT circulars_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY contact_list_cases
    ADD CONSTRAINT contact_list_cases_pkey PRIMARY KEY (district, list_id, case_id);

ALTER TABLE ONLY contact_lists
    ADD CONSTRAINT contact_lists_district_number_key UNIQUE (district, number);

ALTER TABLE ONLY contact_lists
    ADD CONSTRAINT contact_lists_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY district_facts
    ADD CONSTRAINT district_facts_pkey PRIMARY KEY (district, name);

ALTER TABLE ONLY duties
    ADD CONSTRAINT duties_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY file_contents
    ADD CONSTRAINT file_contents_pkey PRIMARY KEY (district, hash);

ALTER TABLE ONLY files
    ADD CONSTRAINT files_pkey PRIMARY KEY (district, hash);

ALTER TABLE ONLY intake_points
    ADD CONSTRAINT intake_points_district_code_key UNIQUE (district, code);

ALTER TABLE ONLY intake_points
    ADD CONSTRAINT intake_points_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY journal_blocks
    ADD CONSTRAINT journal_blocks_pkey PRIMARY KEY (district, number);

ALTER TABLE ONLY journal_feeds
    ADD CONSTRAINT journal_feeds_pkey PRIMARY KEY (district, feed);

ALTER TABLE ONLY journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (district, seq);

ALTER TABLE ONLY late_arrivals
    ADD CONSTRAINT late_arrivals_district_office_id_person_index_opened_at_key UNIQUE (district, office_id, person_index, opened_at);

ALTER TABLE ONLY late_arrivals
    ADD CONSTRAINT late_arrivals_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY messages
    ADD CONSTRAINT messages_district_recipient_matter_key UNIQUE (district, recipient, matter);

ALTER TABLE ONLY messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (name);

ALTER TABLE ONLY notice_reads
    ADD CONSTRAINT notice_reads_pkey PRIMARY KEY (district, notice_id, account_id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT notices_district_recipient_matter_key UNIQUE (district, recipient, matter);

ALTER TABLE ONLY notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY offices
    ADD CONSTRAINT offices_district_code_key UNIQUE (district, code);

ALTER TABLE ONLY offices
    ADD CONSTRAINT offices_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY order_escalations
    ADD CONSTRAINT order_escalations_pkey PRIMARY KEY (district, order_id, step, at);

ALTER TABLE ONLY order_extensions
    ADD CONSTRAINT order_extensions_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT orders_district_number_key UNIQUE (district, number);

ALTER TABLE ONLY orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY pack_columns
    ADD CONSTRAINT pack_columns_pkey PRIMARY KEY (table_name, name);

ALTER TABLE ONLY pack_indexes
    ADD CONSTRAINT pack_indexes_pkey PRIMARY KEY (table_name, name);

ALTER TABLE ONLY requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (district, request_id);

ALTER TABLE ONLY saved_views
    ADD CONSTRAINT saved_views_district_account_id_name_key UNIQUE (district, account_id, name);

ALTER TABLE ONLY saved_views
    ADD CONSTRAINT saved_views_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY search_entries
    ADD CONSTRAINT search_entries_pkey PRIMARY KEY (district, entry);

ALTER TABLE ONLY sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (district, digest);

ALTER TABLE ONLY sheet_chunks
    ADD CONSTRAINT sheet_chunks_pkey PRIMARY KEY (district, import_id, chunk);

ALTER TABLE ONLY sheet_imports
    ADD CONSTRAINT sheet_imports_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY sheet_mappings
    ADD CONSTRAINT sheet_mappings_pkey PRIMARY KEY (district, kind, maker, header);

ALTER TABLE ONLY stamps
    ADD CONSTRAINT stamps_pkey PRIMARY KEY (district, name);

ALTER TABLE ONLY subject_changes
    ADD CONSTRAINT subject_changes_district_number_key UNIQUE (district, number);

ALTER TABLE ONLY subject_changes
    ADD CONSTRAINT subject_changes_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY subject_classifications
    ADD CONSTRAINT subject_classifications_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY subject_merges
    ADD CONSTRAINT subject_merges_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY subject_photos
    ADD CONSTRAINT subject_photos_pkey PRIMARY KEY (district, subject_id, hash);

ALTER TABLE ONLY subject_relations
    ADD CONSTRAINT subject_relations_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY subject_rows
    ADD CONSTRAINT subject_rows_pkey PRIMARY KEY (district, kind, digest);

ALTER TABLE ONLY subject_statements
    ADD CONSTRAINT subject_statements_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY subjects
    ADD CONSTRAINT subjects_district_number_key UNIQUE (district, number);

ALTER TABLE ONLY subjects
    ADD CONSTRAINT subjects_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY timer_leases
    ADD CONSTRAINT timer_leases_pkey PRIMARY KEY (district, timer);

ALTER TABLE ONLY tip_messages
    ADD CONSTRAINT tip_messages_pkey PRIMARY KEY (district, id);

ALTER TABLE ONLY tip_photos
    ADD CONSTRAINT tip_photos_pkey PRIMARY KEY (district, tip_id, "position");

ALTER TABLE ONLY tips
    ADD CONSTRAINT tips_district_number_key UNIQUE (district, number);

ALTER TABLE ONLY tips
    ADD CONSTRAINT tips_district_receipt_key UNIQUE (district, receipt);

ALTER TABLE ONLY tips
    ADD CONSTRAINT tips_pkey PRIMARY KEY (district, id);

CREATE INDEX accounts_past_by_id ON accounts_past USING btree (district, id, version);

CREATE INDEX accounts_past_by_time ON accounts_past USING btree (district, until);

CREATE UNIQUE INDEX areas_by_code ON areas USING btree (district, code) WHERE (ended_on IS NULL);

CREATE INDEX areas_by_level ON areas USING btree (district, level);

CREATE INDEX areas_by_parent ON areas USING btree (district, parent_id);

CREATE INDEX areas_by_path ON areas USING btree (district, path);

CREATE INDEX areas_past_by_id ON areas_past USING btree (district, id, version);

CREATE INDEX areas_past_by_time ON areas_past USING btree (district, until);

CREATE INDEX case_call_backs_by_case ON case_call_backs USING btree (district, case_id, called_at);

CREATE INDEX case_notes_by_case ON case_notes USING btree (district, case_id, made_at);

CREATE INDEX case_photos_by_hash ON case_photos USING btree (district, hash);

CREATE INDEX case_plans_by_case ON case_plans USING btree (district, case_id, made_at);

CREATE INDEX case_replies_by_words ON case_replies USING btree (district, words, given_at);

CREATE INDEX case_reporters_by_case ON case_reporters USING btree (district, case_id, joined_at);

CREATE INDEX cases_answered ON cases USING btree (district, area_id, class, resolved_at, mode, filed_at, latitude, longitude, id) WHERE (resolved_at IS NOT NULL);

CREATE INDEX cases_by_area ON cases USING btree (district, area_id, filed_at);

CREATE INDEX cases_by_filed ON cases USING btree (district, mode, filed_at, id);

CREATE INDEX cases_by_office ON cases USING btree (district, office_id, filed_at);

CREATE UNIQUE INDEX cases_by_source ON cases USING btree (district, source_number) WHERE (source_number IS NOT NULL);

CREATE INDEX cases_by_state ON cases USING btree (district, mode, state, filed_at, id);

CREATE INDEX cases_open ON cases USING btree (district, due_at) WHERE (state = ANY (ARRAY['registered'::text, 'dispatched'::text, 'accepted'::text]));

CREATE INDEX cases_past_by_id ON cases_past USING btree (district, id, version);

CREATE INDEX cases_past_by_time ON cases_past USING btree (district, until);

CREATE INDEX cases_waiting ON cases USING btree (district, confirm_by) WHERE (state = 'resolved'::text);

CREATE INDEX contact_lists_by_asker ON contact_lists USING btree (district, asked_by, asked_at);

CREATE INDEX duties_by_account ON duties USING btree (district, account_id);

CREATE INDEX duties_by_office ON duties USING btree (district, office_id);

CREATE INDEX duties_past_by_id ON duties_past USING btree (district, id, version);

CREATE INDEX duties_past_by_time ON duties_past USING btree (district, until);

CREATE INDEX files_by_age ON files USING btree (district, kept_at);

CREATE INDEX journal_by_subject ON journal USING btree (district, subject_id, seq);

CREATE INDEX late_arrivals_by_office ON late_arrivals USING btree (district, office_id, arrived_at);

CREATE INDEX messages_by_recipient ON messages USING btree (district, recipient, made_at);

CREATE INDEX messages_by_time ON messages USING btree (district, made_at);

CREATE INDEX messages_waiting ON messages USING btree (district, next_try_at) WHERE (state = 'waiting'::text);

CREATE INDEX notices_by_account ON notices USING btree (district, to_account, made_at);

CREATE INDEX notices_by_office ON notices USING btree (district, to_office, made_at);

CREATE INDEX offices_by_path ON offices USING btree (district, path);

CREATE INDEX offices_past_by_id ON offices_past USING btree (district, id, version);

CREATE INDEX offices_past_by_time ON offices_past USING btree (district, until);

CREATE INDEX order_escalations_by_time ON order_escalations USING btree (district, at);

CREATE INDEX order_extensions_by_office ON order_extensions USING btree (district, office_id, asked_at);

CREATE INDEX order_extensions_by_order ON order_extensions USING btree (district, order_id, asked_at);

CREATE INDEX orders_by_matter ON orders USING btree (district, matter_id, to_office);

CREATE INDEX orders_by_office ON orders USING btree (district, to_office, issued_at);

CREATE INDEX orders_by_step ON orders USING btree (district, next_step_at) WHERE (next_step_at IS NOT NULL);

CREATE INDEX orders_in_compartments ON orders USING btree (district, compartment) WHERE (compartment IS NOT NULL);

CREATE INDEX orders_open ON orders USING btree (district, due_at, id) WHERE (state = ANY (ARRAY['issued'::text, 'accepted'::text]));

CREATE INDEX orders_open_by_office ON orders USING btree (district, to_office, due_at, id) WHERE (state = ANY (ARRAY['issued'::text, 'accepted'::text]));

CREATE INDEX orders_past_by_id ON orders_past USING btree (district, id, version);

CREATE INDEX orders_past_by_time ON orders_past USING btree (district, until);

CREATE INDEX requests_by_age ON requests USING btree (district, at);

CREATE INDEX saved_views_by_office ON saved_views USING btree (district, office_id) WHERE (office_id IS NOT NULL);

CREATE INDEX search_entries_by_words ON search_entries USING gin (words) WITH (gin_pending_list_limit='256');

CREATE INDEX sheet_imports_at_work ON sheet_imports USING btree (district, made_at) WHERE (state = ANY (ARRAY['checking'::text, 'applying'::text]));

CREATE INDEX sheet_imports_by_maker ON sheet_imports USING btree (district, made_by, made_at);

CREATE INDEX sign_in_failures_by_who ON sign_in_failures USING btree (district, who, at);

CREATE UNIQUE INDEX subject_changes_by_receipt ON subject_changes USING btree (district, receipt) WHERE (receipt IS NOT NULL);

CREATE INDEX subject_changes_by_state ON subject_changes USING btree (district, state, proposed_at);

CREATE INDEX subject_changes_by_subject ON subject_changes USING btree (district, subject_id) WHERE (subject_id IS NOT NULL);

CREATE INDEX subject_classifications_by_code ON subject_classifications USING btree (district, scheme, code, subject_id, begun_on, ended_on);

CREATE INDEX subject_classifications_by_subject ON subject_classifications USING btree (district, subject_id, scheme, code, begun_on, ended_on);

CREATE INDEX subject_classifications_past_by_id ON subject_classifications_past USING btree (district, id, version);

CREATE INDEX subject_classifications_past_by_time ON subject_classifications_past USING btree (district, until);

CREATE UNIQUE INDEX subject_merges_open ON subject_merges USING btree (district, from_id) WHERE (undone_at IS NULL);

CREATE INDEX subject_photos_by_hash ON subject_photos USING btree (district, hash);

CREATE INDEX subject_relations_from ON subject_relations USING btree (district, from_id, kind);

CREATE INDEX subject_relations_past_by_id ON subject_relations_past USING btree (district, id, version);

CREATE INDEX subject_relations_past_by_time ON subject_relations_past USING btree (district, until);

CREATE INDEX subject_relations_to ON subject_relations USING btree (district, to_id, kind);

CREATE INDEX subject_statements_by_subject ON subject_statements USING btree (district, subject_id);

CREATE INDEX subjects_by_area ON subjects USING btree (district, kind, area_path);

CREATE INDEX subjects_by_kind ON subjects USING btree (district, kind, state, number);

CREATE INDEX subjects_by_place ON subjects USING btree (district, kind, mode, state, COALESCE(area_path, ''::text), number, id);

CREATE INDEX subjects_by_sound ON subjects USING btree (district, kind, sound) WHERE (sound <> ''::text);

CREATE INDEX subjects_past_by_id ON subjects_past USING btree (district, id, version);

CREATE INDEX subjects_past_by_time ON subjects_past USING btree (district, until);

CREATE INDEX tip_messages_by_tip ON tip_messages USING btree (district, tip_id, made_at);

CREATE INDEX tip_photos_by_hash ON tip_photos USING btree (district, hash);

CREATE INDEX tips_by_point ON tips USING btree (district, point_id, received_at);

CREATE INDEX tips_by_received ON tips USING btree (district, mode, received_at, id);

CREATE INDEX tips_past_by_id ON tips_past USING btree (district, id, version);

CREATE INDEX tips_past_by_time ON tips_past USING btree (district, until);

CREATE TRIGGER accounts_past BEFORE DELETE OR UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION accounts_keep_past();

CREATE TRIGGER accounts_truncate BEFORE TRUNCATE ON accounts FOR EACH STATEMENT EXECUTE FUNCTION accounts_keep_past();

CREATE TRIGGER areas_past BEFORE DELETE OR UPDATE ON areas FOR EACH ROW EXECUTE FUNCTION areas_keep_past();

CREATE TRIGGER areas_truncate BEFORE TRUNCATE ON areas FOR EACH STATEMENT EXECUTE FUNCTION areas_keep_past();

CREATE TRIGGER cases_past BEFORE DELETE OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION cases_keep_past();

CREATE TRIGGER cases_truncate BEFORE TRUNCATE ON cases FOR EACH STATEMENT EXECUTE FUNCTION cases_keep_past();

CREATE TRIGGER duties_past BEFORE DELETE OR UPDATE ON duties FOR EACH ROW EXECUTE FUNCTION duties_keep_past();

CREATE TRIGGER duties_truncate BEFORE TRUNCATE ON duties FOR EACH STATEMENT EXECUTE FUNCTION duties_keep_past();

CREATE TRIGGER journal_never_changes BEFORE DELETE OR UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();

CREATE TRIGGER journal_never_shrinks BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();

CREATE TRIGGER offices_past BEFORE DELETE OR UPDATE ON offices FOR EACH ROW EXECUTE FUNCTION offices_keep_past();

CREATE TRIGGER offices_truncate BEFORE TRUNCATE ON offices FOR EACH STATEMENT EXECUTE FUNCTION offices_keep_past();

CREATE TRIGGER orders_past BEFORE DELETE OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION orders_keep_past();

CREATE TRIGGER orders_truncate BEFORE TRUNCATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION orders_keep_past();

CREATE TRIGGER search_entries_chunks BEFORE INSERT ON search_entries FOR EACH ROW EXECUTE FUNCTION search_entries_name_chunks();

CREATE TRIGGER subject_classifications_past BEFORE DELETE OR UPDATE ON subject_classifications FOR EACH ROW EXECUTE FUNCTION subject_classifications_keep_past();

CREATE TRIGGER subject_classifications_truncate BEFORE TRUNCATE ON subject_classifications FOR EACH STATEMENT EXECUTE FUNCTION subject_classifications_keep_past();

CREATE TRIGGER subject_relations_past BEFORE DELETE OR UPDATE ON subject_relations FOR EACH ROW EXECUTE FUNCTION subject_relations_keep_past();

CREATE TRIGGER subject_relations_truncate BEFORE TRUNCATE ON subject_relations FOR EACH STATEMENT EXECUTE FUNCTION subject_relations_keep_past();

CREATE TRIGGER subjects_past BEFORE DELETE OR UPDATE ON subjects FOR EACH ROW EXECUTE FUNCTION subjects_keep_past();

CREATE TRIGGER subjects_truncate BEFORE TRUNCATE ON subjects FOR EACH STATEMENT EXECUTE FUNCTION subjects_keep_past();

CREATE TRIGGER tips_past BEFORE DELETE OR UPDATE ON tips FOR EACH ROW EXECUTE FUNCTION tips_keep_past();

CREATE TRIGGER tips_truncate BEFORE TRUNCATE ON tips FOR EACH STATEMENT EXECUTE FUNCTION tips_keep_past();

ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_district_account_id_fkey FOREIGN KEY (district, account_id) REFERENCES accounts(district, id);

ALTER TABLE ONLY areas
    ADD CONSTRAINT areas_district_merged_into_fkey FOREIGN KEY (district, merged_into) REFERENCES areas(district, id);

ALTER TABLE ONLY areas
    ADD CONSTRAINT areas_district_parent_id_fkey FOREIGN KEY (district, parent_id) REFERENCES areas(district, id);

ALTER TABLE ONLY case_call_backs
    ADD CONSTRAINT case_call_backs_district_case_id_fkey FOREIGN KEY (district, case_id) REFERENCES cases(district, id);

ALTER TABLE ONLY case_notes
    ADD CONSTRAINT case_notes_district_case_id_fkey FOREIGN KEY (district, case_id) REFERENCES cases(district, id);

ALTER TABLE ONLY case_photos
    ADD CONSTRAINT case_photos_district_case_id_fkey FOREIGN KEY (district, case_id) REFERENCES cases(district, id);

ALTER TABLE ONLY case_photos
    ADD CONSTRAINT case_photos_district_hash_fkey FOREIGN KEY (district, hash) REFERENCES files(district, hash);

ALTER TABLE ONLY case_plans
    ADD CONSTRAINT case_plans_district_case_id_fkey FOREIGN KEY (district, case_id) REFERENCES cases(district, id);

ALTER TABLE ONLY case_replies
    ADD CONSTRAINT case_replies_district_case_id_fkey FOREIGN KEY (district, case_id) REFERENCES cases(district, id);

ALTER TABLE ONLY case_reporters
    ADD CONSTRAINT case_reporters_district_case_id_fkey FOREIGN KEY (district, case_id) REFERENCES cases(district, id);

ALTER TABLE ONLY case_reporters
    ADD CONSTRAINT case_reporters_district_from_case_fkey FOREIGN KEY (district, from_case) REFERENCES cases(district, id);

ALTER TABLE ONLY cases
    ADD CONSTRAINT cases_district_area_id_fkey FOREIGN KEY (district, area_id) REFERENCES areas(district, id);

ALTER TABLE ONLY cases
    ADD CONSTRAINT cases_district_office_id_fkey FOREIGN KEY (district, office_id) REFERENCES offices(district, id);

ALTER TABLE ONLY contact_list_cases
    ADD CONSTRAINT contact_list_cases_district_case_id_fkey FOREIGN KEY (district, case_id) REFERENCES cases(district, id);

ALTER TABLE ONLY contact_list_cases
    ADD CONSTRAINT contact_list_cases_district_list_id_fkey FOREIGN KEY (district, list_id) REFERENCES contact_lists(district, id);

ALTER TABLE ONLY contact_lists
    ADD CONSTRAINT contact_lists_district_asked_by_fkey FOREIGN KEY (district, asked_by) REFERENCES accounts(district, id);

ALTER TABLE ONLY duties
    ADD CONSTRAINT duties_district_account_id_fkey FOREIGN KEY (district, account_id) REFERENCES accounts(district, id);

ALTER TABLE ONLY duties
    ADD CONSTRAINT duties_district_area_id_fkey FOREIGN KEY (district, area_id) REFERENCES areas(district, id);

ALTER TABLE ONLY duties
    ADD CONSTRAINT duties_district_office_id_fkey FOREIGN KEY (district, office_id) REFERENCES offices(district, id);

ALTER TABLE ONLY intake_points
    ADD CONSTRAINT intake_points_district_office_id_fkey FOREIGN KEY (district, office_id) REFERENCES offices(district, id);

ALTER TABLE ONLY late_arrivals
    ADD CONSTRAINT late_arrivals_district_office_id_fkey FOREIGN KEY (district, office_id) REFERENCES offices(district, id);

ALTER TABLE ONLY messages
    ADD CONSTRAINT messages_district_account_id_fkey FOREIGN KEY (district, account_id) REFERENCES accounts(district, id);

ALTER TABLE ONLY notice_reads
    ADD CONSTRAINT notice_reads_district_notice_id_fkey FOREIGN KEY (district, notice_id) REFERENCES notices(district, id);

ALTER TABLE ONLY offices
    ADD CONSTRAINT offices_district_area_id_fkey FOREIGN KEY (district, area_id) REFERENCES areas(district, id);

ALTER TABLE ONLY offices
    ADD CONSTRAINT offices_district_parent_id_fkey FOREIGN KEY (district, parent_id) REFERENCES offices(district, id);

ALTER TABLE ONLY order_escalations
    ADD CONSTRAINT order_escalations_district_order_id_fkey FOREIGN KEY (district, order_id) REFERENCES orders(district, id);

ALTER TABLE ONLY order_extensions
    ADD CONSTRAINT order_extensions_district_order_id_fkey FOREIGN KEY (district, order_id) REFERENCES orders(district, id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT orders_district_to_account_fkey FOREIGN KEY (district, to_account) REFERENCES accounts(district, id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT orders_district_to_office_fkey FOREIGN KEY (district, to_office) REFERENCES offices(district, id);

ALTER TABLE ONLY saved_views
    ADD CONSTRAINT saved_views_district_account_id_fkey FOREIGN KEY (district, account_id) REFERENCES accounts(district, id);

ALTER TABLE ONLY sessions
    ADD CONSTRAINT sessions_district_account_id_fkey FOREIGN KEY (district, account_id) REFERENCES accounts(district, id);

ALTER TABLE ONLY sheet_chunks
    ADD CONSTRAINT sheet_chunks_district_import_id_fkey FOREIGN KEY (district, import_id) REFERENCES sheet_imports(district, id);

ALTER TABLE ONLY sheet_imports
    ADD CONSTRAINT sheet_imports_district_made_by_fkey FOREIGN KEY (district, made_by) REFERENCES accounts(district, id);

ALTER TABLE ONLY subject_changes
    ADD CONSTRAINT subject_changes_district_subject_id_fkey FOREIGN KEY (district, subject_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subject_classifications
    ADD CONSTRAINT subject_classifications_district_subject_id_fkey FOREIGN KEY (district, subject_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subject_merges
    ADD CONSTRAINT subject_merges_district_from_id_fkey FOREIGN KEY (district, from_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subject_merges
    ADD CONSTRAINT subject_merges_district_into_id_fkey FOREIGN KEY (district, into_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subject_photos
    ADD CONSTRAINT subject_photos_district_subject_id_fkey FOREIGN KEY (district, subject_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subject_relations
    ADD CONSTRAINT subject_relations_district_from_id_fkey FOREIGN KEY (district, from_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subject_relations
    ADD CONSTRAINT subject_relations_district_to_id_fkey FOREIGN KEY (district, to_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subject_rows
    ADD CONSTRAINT subject_rows_district_subject_id_fkey FOREIGN KEY (district, subject_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subject_statements
    ADD CONSTRAINT subject_statements_district_subject_id_fkey FOREIGN KEY (district, subject_id) REFERENCES subjects(district, id);

ALTER TABLE ONLY subjects
    ADD CONSTRAINT subjects_district_area_id_fkey FOREIGN KEY (district, area_id) REFERENCES areas(district, id);

ALTER TABLE ONLY subjects
    ADD CONSTRAINT subjects_district_merged_into_fkey FOREIGN KEY (district, merged_into) REFERENCES subjects(district, id);

ALTER TABLE ONLY tip_messages
    ADD CONSTRAINT tip_messages_district_tip_id_fkey FOREIGN KEY (district, tip_id) REFERENCES tips(district, id);

ALTER TABLE ONLY tip_photos
    ADD CONSTRAINT tip_photos_district_hash_fkey FOREIGN KEY (district, hash) REFERENCES files(district, hash);

ALTER TABLE ONLY tip_photos
    ADD CONSTRAINT tip_photos_district_tip_id_fkey FOREIGN KEY (district, tip_id) REFERENCES tips(district, id);

ALTER TABLE ONLY tips
    ADD CONSTRAINT tips_district_accused_office_fkey FOREIGN KEY (district, accused_office) REFERENCES offices(district, id);

ALTER TABLE ONLY tips
    ADD CONSTRAINT tips_district_owner_id_fkey FOREIGN KEY (district, owner_id) REFERENCES accounts(district, id);

ALTER TABLE ONLY tips
    ADD CONSTRAINT tips_district_point_id_fkey FOREIGN KEY (district, point_id) REFERENCES intake_points(district, id);
