import Store

/// The kernel's tables. Append only: a migration that has shipped never changes.
enum KernelSchema {
    static let migrations = beginning + since + SubjectSchema.migrations

    private static let beginning = [
        Migration(
            "0010-kernel-verbs",
            [
                .table(
                    "requests",
                    """
                    district TEXT NOT NULL
                    request_id TEXT NOT NULL
                    verb TEXT NOT NULL
                    digest TEXT NOT NULL
                    outcome BLOB NOT NULL
                    at TIME NOT NULL
                    PRIMARY KEY (district, request_id)
                    """),
                .only(
                    .sqlite,
                    """
                    CREATE TABLE journal (
                      seq INTEGER PRIMARY KEY AUTOINCREMENT, district TEXT NOT NULL, happened_at INTEGER NOT NULL,
                      recorded_at INTEGER NOT NULL, actor_kind TEXT NOT NULL, actor_id BLOB, actor_name TEXT NOT NULL,
                      verb TEXT NOT NULL, event TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id BLOB NOT NULL,
                      payload TEXT NOT NULL, mode TEXT NOT NULL, request_id TEXT) STRICT
                    """),
                .only(
                    .postgres,
                    """
                    CREATE TABLE journal (
                      seq BIGINT GENERATED ALWAYS AS IDENTITY, district TEXT COLLATE "C" NOT NULL, happened_at BIGINT NOT NULL,
                      recorded_at BIGINT NOT NULL, actor_kind TEXT COLLATE "C" NOT NULL, actor_id UUID,
                      actor_name TEXT COLLATE "C" NOT NULL, verb TEXT COLLATE "C" NOT NULL, event TEXT COLLATE "C" NOT NULL,
                      subject_kind TEXT COLLATE "C" NOT NULL, subject_id UUID NOT NULL, payload TEXT COLLATE "C" NOT NULL,
                      mode TEXT COLLATE "C" NOT NULL, request_id TEXT COLLATE "C", PRIMARY KEY (district, seq))
                    """),
                .sql("CREATE INDEX journal_by_subject ON journal (district, subject_id, seq)"),
                .only(
                    .sqlite,
                    "CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'huying:journal'); END"),
                .only(
                    .sqlite,
                    "CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'huying:journal'); END"),
                .only(
                    .postgres,
                    """
                    CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION 'huying:journal'; END $$
                    """),
                .only(
                    .postgres,
                    """
                    CREATE TRIGGER journal_never_changes BEFORE UPDATE OR DELETE ON journal
                    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()
                    """),
                .only(
                    .postgres,
                    """
                    CREATE TRIGGER journal_never_shrinks BEFORE TRUNCATE ON journal
                    EXECUTE FUNCTION journal_is_append_only()
                    """),
                .table(
                    "journal_blocks",
                    """
                    district TEXT NOT NULL
                    number INTEGER NOT NULL
                    first_seq INTEGER NOT NULL
                    last_seq INTEGER NOT NULL
                    entries INTEGER NOT NULL
                    previous BLOB NOT NULL
                    content BLOB NOT NULL
                    hash BLOB NOT NULL
                    sealed_at TIME NOT NULL
                    PRIMARY KEY (district, number)
                    """),
                .table(
                    "district_facts",
                    """
                    district TEXT NOT NULL
                    name TEXT NOT NULL
                    value TEXT NOT NULL
                    PRIMARY KEY (district, name)
                    """),
                .table(
                    "calendar_years",
                    """
                    district TEXT NOT NULL
                    year INTEGER NOT NULL
                    notice TEXT NOT NULL
                    loaded_at TIME NOT NULL
                    PRIMARY KEY (district, year)
                    """),
            ]),
        Migration(
            "0011-kernel-areas",
            [
                .table(
                    "areas", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    code TEXT NOT NULL
                    parent_id UUID
                    level TEXT NOT NULL
                    name TEXT NOT NULL
                    path TEXT NOT NULL
                    begun_on INTEGER NOT NULL
                    ended_on INTEGER
                    merged_into UUID
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, parent_id) REFERENCES areas (district, id)
                    FOREIGN KEY (district, merged_into) REFERENCES areas (district, id)
                    """),
                .sql("CREATE UNIQUE INDEX areas_by_code ON areas (district, code) WHERE ended_on IS NULL"),
                .sql("CREATE INDEX areas_by_path ON areas (district, path)"),
                .sql("CREATE INDEX areas_by_parent ON areas (district, parent_id)"),
            ]),
        Migration(
            "0012-kernel-accounts",
            [
                .table(
                    "offices", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    code TEXT NOT NULL
                    parent_id UUID
                    name_zh TEXT NOT NULL
                    name_en TEXT NOT NULL
                    kind TEXT NOT NULL
                    area_id UUID
                    path TEXT NOT NULL
                    hours TEXT NOT NULL
                    PRIMARY KEY (district, id)
                    UNIQUE (district, code)
                    FOREIGN KEY (district, parent_id) REFERENCES offices (district, id)
                    FOREIGN KEY (district, area_id) REFERENCES areas (district, id)
                    """),
                .sql("CREATE INDEX offices_by_path ON offices (district, path)"),
                .table(
                    "accounts", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    login TEXT NOT NULL
                    name TEXT NOT NULL
                    password TEXT NOT NULL
                    mail BLOB
                    state TEXT NOT NULL CHECK (state IN ('active', 'suspended'))
                    language TEXT NOT NULL
                    must_change_password FLAG NOT NULL
                    PRIMARY KEY (district, id)
                    UNIQUE (district, login)
                    """),
                .table(
                    "duties", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    account_id UUID NOT NULL
                    role TEXT NOT NULL
                    office_id UUID
                    area_id UUID
                    begun_at TIME NOT NULL
                    ended_at TIME
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
                    FOREIGN KEY (district, office_id) REFERENCES offices (district, id)
                    FOREIGN KEY (district, area_id) REFERENCES areas (district, id)
                    """),
                .sql("CREATE INDEX duties_by_account ON duties (district, account_id)"),
                .sql("CREATE INDEX duties_by_office ON duties (district, office_id)"),
                .table(
                    "sessions",
                    """
                    district TEXT NOT NULL
                    digest BLOB NOT NULL
                    account_id UUID NOT NULL
                    begun_at TIME NOT NULL
                    seen_at TIME NOT NULL
                    expires_at TIME NOT NULL
                    PRIMARY KEY (district, digest)
                    FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
                    """),
                .table(
                    "sign_in_failures",
                    """
                    district TEXT NOT NULL
                    who TEXT NOT NULL
                    at TIME NOT NULL
                    """),
                .sql("CREATE INDEX sign_in_failures_by_who ON sign_in_failures (district, who, at)"),
                .table(
                    "api_keys",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    account_id UUID NOT NULL
                    name TEXT NOT NULL
                    digest BLOB NOT NULL
                    added_at TIME NOT NULL
                    revoked_at TIME
                    PRIMARY KEY (district, id)
                    UNIQUE (district, digest)
                    FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
                    """),
            ]),
        Migration(
            "0013-kernel-orders",
            [
                .table(
                    "orders", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    number TEXT NOT NULL
                    kind TEXT NOT NULL
                    matter_kind TEXT NOT NULL
                    matter_id UUID NOT NULL
                    area_path TEXT NOT NULL
                    from_office UUID
                    to_office UUID NOT NULL
                    to_account UUID
                    ask TEXT NOT NULL
                    state TEXT NOT NULL CHECK (state IN ('issued', 'accepted', 'replied', 'returned', 'transferred', 'closed', 'cancelled'))
                    issued_at TIME NOT NULL
                    accept_by TIME
                    due_at TIME NOT NULL
                    deadline TEXT
                    ladder TEXT NOT NULL
                    accepted_at TIME
                    replied_at TIME
                    reply TEXT
                    reason TEXT
                    closed_at TIME
                    previous_id UUID
                    next_step_at TIME
                    steps_taken TEXT NOT NULL
                    supervised_at TIME
                    mode TEXT NOT NULL CHECK (mode IN ('live', 'drill'))
                    PRIMARY KEY (district, id)
                    UNIQUE (district, number)
                    CHECK (next_step_at IS NULL OR state IN ('issued', 'accepted'))
                    FOREIGN KEY (district, to_office) REFERENCES offices (district, id)
                    FOREIGN KEY (district, to_account) REFERENCES accounts (district, id)
                    """),
                .sql("CREATE INDEX orders_by_matter ON orders (district, matter_id)"),
                .sql("CREATE INDEX orders_by_step ON orders (district, next_step_at) WHERE next_step_at IS NOT NULL"),
                .sql("CREATE INDEX orders_open ON orders (district, due_at, id) WHERE state IN ('issued', 'accepted')"),
                .sql(
                    "CREATE INDEX orders_open_by_office ON orders (district, to_office, due_at, id) WHERE state IN ('issued', 'accepted')"),
            ]),
        Migration(
            "0014-kernel-notices",
            [
                .table(
                    "notices",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    recipient TEXT NOT NULL
                    to_account UUID
                    to_office UUID
                    matter TEXT NOT NULL
                    text_key TEXT NOT NULL
                    values_json TEXT NOT NULL
                    href TEXT NOT NULL
                    made_at TIME NOT NULL
                    mode TEXT NOT NULL CHECK (mode IN ('live', 'drill'))
                    PRIMARY KEY (district, id)
                    UNIQUE (district, recipient, matter)
                    """),
                .sql("CREATE INDEX notices_by_office ON notices (district, to_office, made_at)"),
                .sql("CREATE INDEX notices_by_account ON notices (district, to_account, made_at)"),
                .table(
                    "notice_reads",
                    """
                    district TEXT NOT NULL
                    notice_id UUID NOT NULL
                    account_id UUID NOT NULL
                    at TIME NOT NULL
                    PRIMARY KEY (district, notice_id, account_id)
                    FOREIGN KEY (district, notice_id) REFERENCES notices (district, id)
                    """),
                .table(
                    "letters",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    notice_id UUID NOT NULL
                    account_id UUID NOT NULL
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up'))
                    attempts INTEGER NOT NULL
                    next_try_at TIME
                    sent_at TIME
                    failure TEXT
                    PRIMARY KEY (district, id)
                    UNIQUE (district, notice_id, account_id)
                    FOREIGN KEY (district, notice_id) REFERENCES notices (district, id)
                    """),
                .sql("CREATE INDEX letters_waiting ON letters (district, next_try_at) WHERE state = 'waiting'"),
            ]),
        Migration(
            "0015-kernel-figures",
            [
                .table(
                    "asserted_figures",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    name TEXT NOT NULL
                    value TEXT NOT NULL
                    unit TEXT NOT NULL
                    qualifier TEXT NOT NULL
                    source TEXT NOT NULL
                    as_of_day INTEGER NOT NULL
                    stated_by TEXT NOT NULL
                    stated_at TIME NOT NULL
                    PRIMARY KEY (district, id)
                    """)
            ]),
        Migration(
            "0016-kernel-indexes",
            [
                // Who may see a case is asked of its orders; the index answers without looking at the rows.
                .sql("DROP INDEX orders_by_matter"),
                .sql("CREATE INDEX orders_by_matter ON orders (district, matter_id, to_office)"),
                .sql("CREATE INDEX offices_by_kind ON offices (district, kind)"),
            ]),
        Migration(
            "0017-kernel-areas-by-level",
            // Every ledger names the sub-districts; below them lie thousands of houses.
            [
                .sql("CREATE INDEX areas_by_level ON areas (district, level)"),
                // Whether any office has changed is asked by every verb.
                .sql("CREATE INDEX offices_by_version ON offices (district, version)"),
                .sql("CREATE INDEX requests_by_age ON requests (district, at)"),
            ]),
        // Asked by nobody any more.
        Migration("0018-kernel-indexes", [.sql("DROP INDEX offices_by_kind")]),
    ]
}
