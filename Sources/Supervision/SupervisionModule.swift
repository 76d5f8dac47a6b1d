package import Kernel
import Store

extension Module {
    /// Following up: circulars from what happened, letters on what was found.
    package static var supervision: Module {
        var module = Module(name: "supervision")
        module.verbs = [AnyVerb(FreezeCircular.self), AnyVerb(RecordLateArrivals.self), AnyVerb(IssueLateLetters.self)]
        module.viewPermissions = ["circular.view", "late-arrival.view"]
        module.migrations = [
            Migration(
                "0300-supervision",
                [
                    .table(
                        "circulars",
                        """
                        district TEXT NOT NULL
                        id UUID NOT NULL
                        period TEXT NOT NULL
                        content TEXT NOT NULL
                        digest TEXT NOT NULL
                        frozen_at TIME NOT NULL
                        PRIMARY KEY (district, id)
                        UNIQUE (district, period)
                        """),
                    .table(
                        "late_arrivals",
                        """
                        district TEXT NOT NULL
                        id UUID NOT NULL
                        office_id UUID NOT NULL
                        person BLOB NOT NULL
                        person_index BLOB NOT NULL
                        arrived_at TIME NOT NULL
                        opened_at TIME NOT NULL
                        basis TEXT NOT NULL
                        recorded_at TIME NOT NULL
                        letter_id UUID
                        PRIMARY KEY (district, id)
                        UNIQUE (district, office_id, person_index, opened_at)
                        FOREIGN KEY (district, office_id) REFERENCES offices (district, id)
                        """),
                    .sql("CREATE INDEX late_arrivals_by_office ON late_arrivals (district, office_id, arrived_at)"),
                ])
        ]
        module.timers = [DistrictTimer("circulars", everySeconds: 600) { try await $0.freezeCirculars() }]
        return module
    }
}
