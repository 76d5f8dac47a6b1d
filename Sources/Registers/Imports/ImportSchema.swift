import Store

/// The tables of imports. Append only.
enum ImportSchema {
    static let migrations = [
        Migration(
            "0400-registers-imports",
            [
                .table(
                    "sheet_imports",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    kind TEXT NOT NULL
                    name TEXT NOT NULL
                    header TEXT NOT NULL
                    mapping TEXT NOT NULL
                    first_row INTEGER NOT NULL
                    rows INTEGER NOT NULL
                    chunks INTEGER NOT NULL
                    state TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'checking', 'checked', 'applying', 'applied', 'dropped', 'failed'))
                    includes_alike FLAG NOT NULL
                    next_chunk INTEGER NOT NULL
                    new INTEGER NOT NULL
                    changed INTEGER NOT NULL
                    same INTEGER NOT NULL
                    alike INTEGER NOT NULL
                    refused INTEGER NOT NULL
                    problem TEXT
                    mode TEXT NOT NULL
                    made_by UUID NOT NULL
                    made_at TIME NOT NULL
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, made_by) REFERENCES accounts (district, id)
                    """),
                .sql("CREATE INDEX sheet_imports_by_maker ON sheet_imports (district, made_by, made_at)"),
                .sql("CREATE INDEX sheet_imports_at_work ON sheet_imports (district, made_at) WHERE state IN ('checking', 'applying')"),
                .table(
                    "sheet_chunks",
                    """
                    district TEXT NOT NULL
                    import_id UUID NOT NULL
                    chunk INTEGER NOT NULL
                    rows BLOB NOT NULL
                    outcome BLOB
                    PRIMARY KEY (district, import_id, chunk)
                    FOREIGN KEY (district, import_id) REFERENCES sheet_imports (district, id)
                    """),
                .table(
                    "sheet_mappings",
                    """
                    district TEXT NOT NULL
                    kind TEXT NOT NULL
                    maker TEXT NOT NULL
                    header TEXT NOT NULL
                    field TEXT NOT NULL
                    PRIMARY KEY (district, kind, maker, header)
                    """),
            ]),
        Migration(
            "0401-registers-troubles",
            // Why nobody could go on with a sheet was a code alone; it has the fields beside it now.
            [
                .sql(
                    """
                    UPDATE sheet_imports SET problem = '{"code":"' || problem || '","fields":[]}' WHERE problem NOT LIKE '{%'
                    """)
            ]),
    ]
}
