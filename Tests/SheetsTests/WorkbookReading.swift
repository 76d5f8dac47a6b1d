import Foundation

/// What a test sees of a workbook: the XML of its parts, read by Python's own zip and XML modules.
struct ReadWorkbook: Decodable {
    struct Sheet: Decodable {
        var name: String
        /// By address: type (`s` string, `n` number), value, number format.
        var cells: [String: [String]]
        var rows: Int
        var frozenRows: Int
        var filter: String
        var links: [String: String]
        var formulas: Int
    }
    var sheets: [Sheet]

    static let isPossible = python(["-c", "import zipfile, xml.etree"]) != nil
    static let hasOpenpyxl = python(["-c", "import openpyxl"]) != nil

    init(_ path: String) throws {
        guard let output = python(["-c", script, path]) else { throw CocoaError(.fileReadCorruptFile) }
        self = try JSONDecoder().decode(ReadWorkbook.self, from: output)
    }
}

/// Standard output of python3, nil when it fails or is missing. HUYING_PYTHON names another interpreter.
func python(_ arguments: [String]) -> Data? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["HUYING_PYTHON"] ?? "python3"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? data : nil
}

private let script = """
    import json, re, sys, zipfile
    import xml.etree.ElementTree as ET
    M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
    R = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}'
    z = zipfile.ZipFile(sys.argv[1])
    assert z.testzip() is None
    styles = ET.fromstring(z.read('xl/styles.xml'))
    custom = {f.get('numFmtId'): f.get('formatCode') for f in styles.iter(M + 'numFmt')}
    formats = [custom.get(x.get('numFmtId'), x.get('numFmtId')) for x in styles.find(M + 'cellXfs')]
    sheets = []
    for number, sheet in enumerate(ET.fromstring(z.read('xl/workbook.xml')).iter(M + 'sheet'), 1):
        root = ET.fromstring(z.read(f'xl/worksheets/sheet{number}.xml'))
        cells = {}
        for c in root.iter(M + 'c'):
            text = c.find(M + 'is')
            value = ''.join(t.text or '' for t in text.iter(M + 't')) if text is not None else c.findtext(M + 'v') or ''
            cells[c.get('r')] = ['s' if text is not None else 'n', value, formats[int(c.get('s', 0))]]
        targets = {}
        try:
            for r in ET.fromstring(z.read(f'xl/worksheets/_rels/sheet{number}.xml.rels')):
                targets[r.get('Id')] = r.get('Target')
        except KeyError: pass
        pane, found = root.find('.//' + M + 'pane'), root.find(M + 'autoFilter')
        sheets.append(dict(name=sheet.get('name'), cells=cells, rows=len(root.find(M + 'sheetData')),
            frozenRows=int(pane.get('ySplit')) if pane is not None else 0,
            filter=found.get('ref') if found is not None else '',
            links={h.get('ref'): targets[h.get(R + 'id')] for h in root.iter(M + 'hyperlink')},
            formulas=sum(1 for _ in root.iter(M + 'f'))))
    print(json.dumps(dict(sheets=sheets)))
    """
