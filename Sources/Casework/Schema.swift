import Store

/// Casework's tables. Append only.
enum CaseworkSchema {
    static let migrations = [
        Migration(
            "0100-casework",
            [
                .table(
                    "cases", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    number TEXT NOT NULL
                    channel TEXT NOT NULL
                    class TEXT NOT NULL
                    urgency TEXT NOT NULL
                    title TEXT NOT NULL
                    text TEXT NOT NULL
                    area_id UUID NOT NULL
                    area_path TEXT NOT NULL
                    address TEXT NOT NULL
                    latitude REAL
                    longitude REAL
                    datum TEXT
                    state TEXT NOT NULL CHECK (state IN ('registered', 'dispatched', 'accepted', 'resolved', 'closed', 'withdrawn'))
                    office_id UUID
                    filed_at TIME NOT NULL
                    filed_by UUID
                    dispatched_at TIME
                    respond_by TIME
                    responded_at TIME
                    due_at TIME
                    resolved_at TIME
                    working_days INTEGER
                    outcome TEXT
                    reply TEXT
                    resolved_by UUID
                    confirm_by TIME
                    answered FLAG
                    solved FLAG
                    rating INTEGER CHECK (rating BETWEEN 1 AND 5)
                    comment TEXT
                    closed_at TIME
                    closing TEXT CHECK (closing IN ('confirmed', 'checked', 'silence'))
                    reopen_until TIME
                    reopened INTEGER NOT NULL
                    receipt BLOB NOT NULL
                    contact BLOB
                    contact_index BLOB
                    source_number TEXT
                    mode TEXT NOT NULL CHECK (mode IN ('live', 'drill'))
                    PRIMARY KEY (district, id)
                    UNIQUE (district, number)
                    UNIQUE (district, receipt)
                    CHECK ((state = 'closed') = (closing IS NOT NULL))
                    CHECK (state <> 'resolved' OR (outcome IS NOT NULL AND reply IS NOT NULL))
                    FOREIGN KEY (district, area_id) REFERENCES areas (district, id)
                    FOREIGN KEY (district, office_id) REFERENCES offices (district, id)
                    """),
                .sql("CREATE INDEX cases_by_filed ON cases (district, mode, filed_at, id)"),
                .sql("CREATE INDEX cases_by_office ON cases (district, office_id, filed_at)"),
                .sql("CREATE INDEX cases_by_area ON cases (district, area_id, filed_at)"),
                .sql("CREATE INDEX cases_open ON cases (district, due_at) WHERE state IN ('registered', 'dispatched', 'accepted')"),
                .sql("CREATE INDEX cases_waiting ON cases (district, confirm_by) WHERE state = 'resolved'"),
                .sql("CREATE UNIQUE INDEX cases_by_source ON cases (district, source_number) WHERE source_number IS NOT NULL"),
                .table(
                    "case_notes",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    case_id UUID NOT NULL
                    text TEXT NOT NULL
                    is_public FLAG NOT NULL
                    author_id UUID
                    author TEXT NOT NULL
                    made_at TIME NOT NULL
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
                    """),
                .sql("CREATE INDEX case_notes_by_case ON case_notes (district, case_id, made_at)"),
                .table(
                    "files",
                    """
                    district TEXT NOT NULL
                    hash TEXT NOT NULL
                    type TEXT NOT NULL
                    bytes INTEGER NOT NULL
                    kept_at TIME NOT NULL
                    PRIMARY KEY (district, hash)
                    """),
                .table(
                    "file_contents",
                    """
                    district TEXT NOT NULL
                    hash TEXT NOT NULL
                    content BLOB NOT NULL
                    PRIMARY KEY (district, hash)
                    """),
                .table(
                    "case_photos",
                    """
                    district TEXT NOT NULL
                    case_id UUID NOT NULL
                    position INTEGER NOT NULL
                    hash TEXT NOT NULL
                    stage TEXT NOT NULL CHECK (stage IN ('filed', 'note', 'reply'))
                    note_id UUID
                    is_public FLAG NOT NULL
                    added_at TIME NOT NULL
                    PRIMARY KEY (district, case_id, position)
                    FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
                    FOREIGN KEY (district, hash) REFERENCES files (district, hash)
                    """),
            ]),
        Migration(
            "0101-casework-by-state",
            // The dispatch desk, and a ledger of any state, without passing over all the others.
            [.sql("CREATE INDEX cases_by_state ON cases (district, mode, state, filed_at, id)")]),
        Migration(
            "0102-casework-uploads",
            // For the sweep of what was sent and never hung on a case.
            [
                .sql("CREATE INDEX case_photos_by_hash ON case_photos (district, hash)"),
                .sql("CREATE INDEX files_by_age ON files (district, kept_at)"),
            ]),
        Migration(
            "0103-casework-reporters",
            [
                .table(
                    "case_reporters",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    case_id UUID NOT NULL
                    from_case UUID
                    channel TEXT NOT NULL
                    text TEXT NOT NULL
                    receipt BLOB
                    contact BLOB
                    contact_index BLOB
                    joined_at TIME NOT NULL
                    joined_by UUID
                    PRIMARY KEY (district, id)
                    UNIQUE (district, receipt)
                    UNIQUE (district, from_case)
                    CHECK ((receipt IS NULL) = (from_case IS NOT NULL))
                    FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
                    FOREIGN KEY (district, from_case) REFERENCES cases (district, id)
                    """),
                .sql("CREATE INDEX case_reporters_by_case ON case_reporters (district, case_id, joined_at)"),
            ]),
        Migration(
            "0104-casework-plans-and-replies",
            [
                .addColumn("case_notes", "kind TEXT NOT NULL DEFAULT 'note' CHECK (kind IN ('note', 'survey'))"),
                .table(
                    "case_plans",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    case_id UUID NOT NULL
                    measures TEXT NOT NULL
                    who TEXT NOT NULL
                    due_on INTEGER NOT NULL
                    cost INTEGER CHECK (cost >= 0)
                    made_at TIME NOT NULL
                    made_by UUID
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
                    """),
                .sql("CREATE INDEX case_plans_by_case ON case_plans (district, case_id, made_at)"),
                // The words of the last answer to each case, to find those that are given word for word.
                .table(
                    "case_replies",
                    """
                    district TEXT NOT NULL
                    case_id UUID NOT NULL
                    words BLOB NOT NULL
                    given_at TIME NOT NULL
                    PRIMARY KEY (district, case_id)
                    FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
                    """),
                .sql("CREATE INDEX case_replies_by_words ON case_replies (district, words, given_at)"),
                // When and where a photo of an answer was taken, as its camera says.
                .addColumn("files", "taken_at TIME"),
                .addColumn("files", "latitude REAL"),
                .addColumn("files", "longitude REAL"),
            ]),
        Migration(
            "0105-casework-call-backs",
            [
                .table(
                    "case_call_backs",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    case_id UUID NOT NULL
                    reached FLAG NOT NULL
                    answered FLAG
                    solved FLAG
                    rating INTEGER CHECK (rating BETWEEN 1 AND 5)
                    comment TEXT NOT NULL
                    called_at TIME NOT NULL
                    called_by UUID
                    PRIMARY KEY (district, id)
                    CHECK (reached = 1 OR solved IS NULL)
                    FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
                    """),
                .sql("CREATE INDEX case_call_backs_by_case ON case_call_backs (district, case_id, called_at)"),
            ]),
        Migration("0106-casework-repeats", [.addColumn("cases", "repeats UUID")]),
        Migration(
            "0107-casework-contact-lists",
            [
                .table(
                    "contact_lists",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    number TEXT NOT NULL
                    asked_by UUID NOT NULL
                    asker TEXT NOT NULL
                    purpose TEXT NOT NULL
                    cases INTEGER NOT NULL
                    asked_at TIME NOT NULL
                    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'taken'))
                    decider TEXT
                    decided_by UUID
                    decided_at TIME
                    answer TEXT
                    take_by TIME
                    taken_at TIME
                    PRIMARY KEY (district, id)
                    UNIQUE (district, number)
                    CHECK (decided_by IS NULL OR decided_by <> asked_by)
                    FOREIGN KEY (district, asked_by) REFERENCES accounts (district, id)
                    """),
                .sql("CREATE INDEX contact_lists_by_asker ON contact_lists (district, asked_by, asked_at)"),
                .table(
                    "contact_list_cases",
                    """
                    district TEXT NOT NULL
                    list_id UUID NOT NULL
                    case_id UUID NOT NULL
                    PRIMARY KEY (district, list_id, case_id)
                    FOREIGN KEY (district, list_id) REFERENCES contact_lists (district, id)
                    FOREIGN KEY (district, case_id) REFERENCES cases (district, id)
                    """),
            ]),
        Migration(
            "0108-casework-answered",
            // Whether the same was answered here before is asked of every case that comes in.
            [.sql("CREATE INDEX cases_answered ON cases (district, area_id, class, resolved_at) WHERE resolved_at IS NOT NULL")]),
        Migration(
            "0109-casework-answered-alone",
            // All that is asked, so that no case is read for it: of a million cases each lies on a page of its own.
            [
                .sql("DROP INDEX cases_answered"),
                .sql(
                    """
                    CREATE INDEX cases_answered ON cases (district, area_id, class, resolved_at, mode, filed_at, latitude, longitude, id)
                    WHERE resolved_at IS NOT NULL
                    """),
            ]),
    ]
}
