import Foundation
import Kernel
import World

/// A whole pack in a page, for tests that break it.
struct MiniPack {
    var files = MiniPack.texts

    /// Written into a folder of its own, as the pack `mini`.
    func write() throws -> String {
        let root = TemporaryFolder.make()
        try FileManager.default.createDirectory(atPath: "\(root)/mini", withIntermediateDirectories: true)
        for (name, text) in files { try text.write(toFile: "\(root)/mini/\(name)", atomically: true, encoding: .utf8) }
        return root
    }

    func load() throws -> Pack {
        try Pack.load("mini", from: write(), modules: World.modules)
    }

    static let texts = [
        "pack.yaml": """
        pack: mini
        name: {zh: 小区, en: Mini}
        short: 小
        district: "1"
        zone: "+08:00"
        version: 3
        """,
        "levels.yaml": """
        levels:
          - {code: district, name: {zh: 区, en: District}}
          - {code: street, name: {zh: 街道, en: Street}}
        """,
        "areas.yaml": """
        areas:
          - {code: "1", level: district, name: 小区, from: "2020-01-01"}
          - {code: "11", parent: "1", level: street, name: 北街, from: "2020-01-01"}
        """,
        "offices.yaml": """
        offices:
          - {code: center, name: {zh: 中心, en: Centre}, kind: center, area: "1", hours: default}
          - {code: city, parent: center, name: {zh: 城管, en: City}, kind: department, area: "1"}
        from-areas:
          - {level: street, code: "street-{code}", name: "{name}办", kind: street-office, parent: center}
        """,
        "hours.yaml": """
        hours:
          default:
            mon: ["08:30-12:00", "14:00-18:00"]
            tue: ["08:30-12:00", "14:00-18:00"]
            wed: ["08:30-12:00", "14:00-18:00"]
            thu: ["08:30-12:00", "14:00-18:00"]
            fri: ["08:30-12:00", "14:00-18:00"]
        """,
        "calendar.yaml": """
        years:
          - year: 2022
            source: notice
            holidays:
              - {name: 清明节, days: ["2022-04-03", "2022-04-04", "2022-04-05"]}
            workdays: ["2022-04-02"]
        """,
        "roles.yaml": """
        roles:
          - code: dispatcher
            name: {zh: 派单员, en: Dispatcher}
            grants:
              - {permission: case.view, reach: district}
              - {permission: case.dispatch, reach: district}
        """,
        "ladders.yaml": """
        ladders:
          - code: standard
            name: {zh: 一般, en: Standard}
            steps:
              - {code: near, from: due, offset: "-4wh", action: remind}
              - {code: late, from: due, offset: "+1wd", action: superior}
        """,
        "settings.yaml": """
        settings:
          accept-limit: 2wh
          reopen-window: 15d
          photos-per-note: 6
          ladder: standard
          numbering:
            case: "{short}-{year}-{number:6}"
        """,
        "words.yaml": """
        words:
          channels:
            - {code: web, name: {zh: 网上, en: Web}}
            - {code: phone, name: {zh: 热线, en: Phone}}
        """,
        "classes.yaml": """
        classes:
          - {code: "C1", name: {zh: 井盖, en: Cover}, group: 设施, limit: 4wh, offices: [city], keywords: [井盖]}
          - {code: "C2", name: {zh: 噪声, en: Noise}, group: 环境, limit: 2wd, offices: [street-office]}
        """,
        "public.yaml": """
        public:
          - {code: tile, name: {zh: 设施, en: Things}, icon-word: 设, classes: [C1]}
        """,
        "indicators.yaml": """
        indicators:
          - {code: on-time, name: {zh: 按时, en: On time}, of: cases, numerator: resolved-in-time, denominator: resolved, unit: percent}
          - {code: median, name: {zh: 天数, en: Days}, of: cases, denominator: resolved, unit: days, measure: median answer-days}
        """,
        "imports.yaml": """
        imports:
          - {code: sheet, name: {zh: 表, en: Sheet}, columns: {text: 内容}, time-formats: [yyyy], class: C1, channel: web, office: center}
        """,
        "wording.yaml": "wording: {}",
    ]
}
