import Store

/// The tables of tips. Append only.
enum TipSchema {
    static let migrations = [
        Migration(
            "0200-tips",
            [
                .table(
                    "intake_points",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    code TEXT NOT NULL
                    kind TEXT NOT NULL
                    name TEXT NOT NULL
                    place TEXT NOT NULL
                    office_id UUID
                    opened_at TIME NOT NULL
                    closed_at TIME
                    PRIMARY KEY (district, id)
                    UNIQUE (district, code)
                    FOREIGN KEY (district, office_id) REFERENCES offices (district, id)
                    """),
                // What was said, by whom and about whom is sealed; what is counted is not.
                .table(
                    "tips", revised: true,
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    number TEXT NOT NULL
                    channel TEXT NOT NULL
                    point_id UUID
                    category TEXT NOT NULL
                    text BLOB NOT NULL
                    contact BLOB
                    accused BLOB
                    accused_office UUID
                    state TEXT NOT NULL CHECK (state IN ('received', 'checking', 'handled', 'struck-off', 'merged'))
                    received_at TIME NOT NULL
                    owner_id UUID
                    due_at TIME NOT NULL
                    finding TEXT CHECK (finding IN ('verified', 'partly', 'unfounded'))
                    finding_text BLOB
                    found_at TIME
                    found_by UUID
                    fed_back_at TIME
                    struck_at TIME
                    struck_by UUID
                    merged_into UUID
                    reopened INTEGER NOT NULL
                    receipt BLOB NOT NULL
                    mode TEXT NOT NULL CHECK (mode IN ('live', 'drill'))
                    PRIMARY KEY (district, id)
                    UNIQUE (district, number)
                    UNIQUE (district, receipt)
                    CHECK (state <> 'struck-off' OR (finding IS NOT NULL AND fed_back_at IS NOT NULL AND struck_by IS DISTINCT FROM found_by))
                    CHECK ((state = 'merged') = (merged_into IS NOT NULL))
                    FOREIGN KEY (district, point_id) REFERENCES intake_points (district, id)
                    FOREIGN KEY (district, accused_office) REFERENCES offices (district, id)
                    FOREIGN KEY (district, owner_id) REFERENCES accounts (district, id)
                    """),
                .sql("CREATE INDEX tips_by_received ON tips (district, mode, received_at, id)"),
                .sql("CREATE INDEX tips_by_point ON tips (district, point_id, received_at)"),
                .table(
                    "tip_messages",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    tip_id UUID NOT NULL
                    from_tipster FLAG NOT NULL
                    text BLOB NOT NULL
                    made_at TIME NOT NULL
                    author_id UUID
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, tip_id) REFERENCES tips (district, id)
                    """),
                .sql("CREATE INDEX tip_messages_by_tip ON tip_messages (district, tip_id, made_at)"),
                .table(
                    "tip_photos",
                    """
                    district TEXT NOT NULL
                    tip_id UUID NOT NULL
                    position INTEGER NOT NULL
                    hash TEXT NOT NULL
                    PRIMARY KEY (district, tip_id, position)
                    FOREIGN KEY (district, tip_id) REFERENCES tips (district, id)
                    FOREIGN KEY (district, hash) REFERENCES files (district, hash)
                    """),
                .sql("CREATE INDEX tip_photos_by_hash ON tip_photos (district, hash)"),
            ])
    ]
}
