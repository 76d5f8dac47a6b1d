import Store

/// The tables of the registers that are the same whatever a pack declares. Append only.
enum SubjectSchema {
    static let migrations = [
        Migration(
            "0029-kernel-subjects",
            // What a subject of any kind has; what a kind has beside it stands in a table of its own that the pack declares.
            [
                .table(
                    "subjects", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    kind TEXT NOT NULL
                    number TEXT NOT NULL
                    title TEXT NOT NULL
                    area_id UUID
                    area_path TEXT
                    state TEXT NOT NULL CHECK (state IN ('active', 'merged', 'ended', 'erased'))
                    merged_into UUID
                    mode TEXT NOT NULL
                    registered_at TIME NOT NULL
                    PRIMARY KEY (district, id)
                    UNIQUE (district, number)
                    FOREIGN KEY (district, area_id) REFERENCES areas (district, id)
                    FOREIGN KEY (district, merged_into) REFERENCES subjects (district, id)
                    """),
                .sql("CREATE INDEX subjects_by_kind ON subjects (district, kind, state, number)"),
                .sql("CREATE INDEX subjects_by_area ON subjects (district, kind, area_path)"),
                .table(
                    "subject_facts",
                    """
                    district TEXT NOT NULL
                    subject_id UUID NOT NULL
                    field TEXT NOT NULL
                    source TEXT NOT NULL
                    source_id UUID
                    stated_at TIME NOT NULL
                    verified_at TIME NOT NULL
                    stated_by UUID
                    PRIMARY KEY (district, subject_id, field)
                    FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
                    """),
            ]),
        Migration(
            "0030-kernel-statements",
            // A statement names all the fields that it is about, where each field had a row; and what hangs on subjects.
            [
                .sql("DROP TABLE subject_facts"),
                .addColumn("subjects", "sound TEXT NOT NULL DEFAULT ''"),
                .sql("CREATE INDEX subjects_by_sound ON subjects (district, kind, sound) WHERE sound <> ''"),
                .table(
                    "subject_statements",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    subject_id UUID NOT NULL
                    source TEXT NOT NULL
                    note TEXT NOT NULL
                    fields TEXT NOT NULL
                    stated_at TIME NOT NULL
                    recorded_at TIME NOT NULL
                    stated_by UUID
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
                    """),
                .sql("CREATE INDEX subject_statements_by_subject ON subject_statements (district, subject_id)"),
                .table(
                    "subject_relations", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    kind TEXT NOT NULL
                    from_id UUID NOT NULL
                    to_id UUID NOT NULL
                    role TEXT
                    begun_on INTEGER NOT NULL
                    ended_on INTEGER CHECK (ended_on >= begun_on)
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, from_id) REFERENCES subjects (district, id)
                    FOREIGN KEY (district, to_id) REFERENCES subjects (district, id)
                    """),
                .sql("CREATE INDEX subject_relations_from ON subject_relations (district, from_id, kind)"),
                .sql("CREATE INDEX subject_relations_to ON subject_relations (district, to_id, kind)"),
                .table(
                    "subject_classifications", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    subject_id UUID NOT NULL
                    scheme TEXT NOT NULL
                    code TEXT NOT NULL
                    evidence TEXT NOT NULL
                    begun_on INTEGER NOT NULL
                    ended_on INTEGER CHECK (ended_on >= begun_on)
                    review_on INTEGER
                    decided_by UUID
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
                    """),
                .sql("CREATE INDEX subject_classifications_by_subject ON subject_classifications (district, subject_id)"),
                .sql("CREATE INDEX subject_classifications_by_code ON subject_classifications (district, scheme, code)"),
                .table(
                    "subject_rows",
                    """
                    district TEXT NOT NULL
                    kind TEXT NOT NULL
                    digest BLOB NOT NULL
                    subject_id UUID NOT NULL
                    PRIMARY KEY (district, kind, digest)
                    FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
                    """),
                .table(
                    "subject_merges",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    from_id UUID NOT NULL
                    into_id UUID NOT NULL
                    from_state TEXT NOT NULL
                    kept BLOB NOT NULL
                    merged_at TIME NOT NULL
                    undone_at TIME
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, from_id) REFERENCES subjects (district, id)
                    FOREIGN KEY (district, into_id) REFERENCES subjects (district, id)
                    """),
                .sql("CREATE UNIQUE INDEX subject_merges_open ON subject_merges (district, from_id) WHERE undone_at IS NULL"),
            ]),
        Migration(
            "0031-kernel-subject-changes",
            // What somebody says should be otherwise in the registers, until somebody else has decided.
            [
                .table(
                    "subject_changes",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    number TEXT NOT NULL
                    kind TEXT NOT NULL CHECK (kind IN ('correction', 'erasure', 'request'))
                    subject_id UUID
                    area_path TEXT
                    fields TEXT NOT NULL
                    proposal BLOB
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'rejected'))
                    mode TEXT NOT NULL
                    proposed_at TIME NOT NULL
                    proposed_by UUID
                    office_id UUID
                    receipt BLOB
                    answer TEXT
                    decided_at TIME
                    decided_by UUID
                    PRIMARY KEY (district, id)
                    UNIQUE (district, number)
                    FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
                    """),
                .sql("CREATE INDEX subject_changes_by_state ON subject_changes (district, state, proposed_at)"),
                .sql("CREATE INDEX subject_changes_by_subject ON subject_changes (district, subject_id) WHERE subject_id IS NOT NULL"),
                .sql("CREATE UNIQUE INDEX subject_changes_by_receipt ON subject_changes (district, receipt) WHERE receipt IS NOT NULL"),
            ]),
        Migration(
            "0032-kernel-subjects-by-place",
            // A page of a register, whoever looks and however many there are, is a stretch of this.
            [.sql("CREATE INDEX subjects_by_place ON subjects (district, kind, state, COALESCE(area_path, ''), number)")]),
        Migration(
            "0033-kernel-subject-photos",
            // Pictures that are, or once were, facts of somebody: what hangs on nothing is forgotten.
            [
                .table(
                    "subject_photos",
                    """
                    district TEXT NOT NULL
                    subject_id UUID NOT NULL
                    hash TEXT NOT NULL
                    PRIMARY KEY (district, subject_id, hash)
                    FOREIGN KEY (district, subject_id) REFERENCES subjects (district, id)
                    """),
                .sql("CREATE INDEX subject_photos_by_hash ON subject_photos (district, hash)"),
            ]),
        Migration(
            "0034-kernel-subjects-walked",
            // Whoever comes along is asked for mode and classification in the index alone; only who stays is looked up.
            [
                .sql("DROP INDEX subjects_by_place"),
                .sql("CREATE INDEX subjects_by_place ON subjects (district, kind, mode, state, COALESCE(area_path, ''), number, id)"),
                .sql("DROP INDEX subject_classifications_by_subject"),
                .sql(
                    """
                    CREATE INDEX subject_classifications_by_subject
                    ON subject_classifications (district, subject_id, scheme, code, begun_on, ended_on)
                    """),
                .sql("DROP INDEX subject_classifications_by_code"),
                .sql(
                    """
                    CREATE INDEX subject_classifications_by_code
                    ON subject_classifications (district, scheme, code, subject_id, begun_on, ended_on)
                    """),
            ]),
    ]
}
