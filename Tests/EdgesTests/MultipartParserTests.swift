import Testing

@testable import Edges

struct MultipartParserTests {
    @Test func readsFieldsAndFiles() throws {
        let parts = try parse(
            """
            preamble
            --b
            Content-Disposition: form-data; name="title"

            路灯坏了
            第二行
            --b
            Content-Disposition: form-data; name="photo"; filename="现场.jpg"
            Content-Type: Image/JPEG; charset=x

            \u{1}--bx
            --b
            content-disposition:form-data;name=empty;filename=""
            Content-Transfer-Encoding: binary

            --b\u{20}\u{9}
            Content-Disposition: form-data; name="last";

            x
            --b--
            epilogue
            """)
        #expect(parts.map(\.name) == ["title", "photo", "empty", "last"])
        #expect(parts.map(\.filename) == [nil, "现场.jpg", "", nil])
        #expect(parts.map(\.text) == ["路灯坏了\r\n第二行", "\u{1}--bx", "", "x"])
        #expect(parts[1].contentType == "image/jpeg" && parts[0].contentType == nil)
    }

    @Test(arguments: [
        ("filename=\"a;b.jpg\"", "a;b.jpg"), ("filename=\"a\\\"b\\\\c.jpg\"", "c.jpg"),
        ("filename=\"say %22hi%22.jpg\"", "say \"hi\".jpg"), ("filename=\"C:\\photos\\1.jpg\"", "1.jpg"),
        ("filename=\"../../etc/passwd\"", "passwd"), ("filename=\"..\"", "_"), ("filename=plain.jpg", "plain.jpg"),
        ("filename=\"x.jpg\"; filename*=UTF-8''%E4%BA%8C%20%E4%B8%83.jpg", "二 七.jpg"),
        ("filename*=utf-8'zh'%E4%BA%8C.jpg; filename=x", "二.jpg"), ("filename*=GBK''%B6%FE.jpg; filename=x", "x"),
        ("filename=\"a\u{202E}gpj.exe\"", "agpj.exe"), ("filename=\"\u{301}a\"", "\u{301}a"),
    ])
    func readsNamesOfFiles(_ parameter: String, _ expected: String) throws {
        let parts = try parse("--b\nContent-Disposition: form-data; name=f; \(parameter)\n\nx\n--b--")
        #expect(parts.first?.filename == expected)
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=b", true), ("Multipart/Form-Data; charset=utf-8; boundary=\"b\"", true),
        ("multipart/form-data", false), ("multipart/form-data; boundary=", false),
        ("multipart/form-data; boundary=\"b", false), ("text/plain; boundary=b", false),
        ("multipart/form-data; boundary=\(String(repeating: "x", count: 71))", false), ("", false),
    ])
    func findsTheBoundary(_ contentType: String, _ isGood: Bool) throws {
        let parser = try? MultipartParser(contentType: contentType)
        #expect((parser != nil) == isGood)
        if let parser { #expect(try parser.parse(Array("--b--".utf8)).isEmpty) }
    }

    @Test(arguments: [
        ("", MultipartFailure.truncated), ("--b", .truncated), ("--b\n\(field("a"))\n\nhalf", .truncated),
        ("--b\n\(field("a"))", .truncated), ("--b\n\(field("a"))\n\nx\n--b\n\(field("b"))\n\nx\n--b", .truncated),
        ("--b\n\(field("a"))\n\nxxxxxxxxxxx\n--b--", .partTooLarge(name: "a", limit: 10)),
        (
            "--b\n\(field("a")); filename=x\n\n\(String(repeating: "x", count: 21))\n--b--",
            .partTooLarge(name: "a", limit: 20)
        ),
        ("--b\n\(field("a"))\nX: \(String(repeating: "x", count: 200))\n\nx\n--b--", .headerTooLarge(limit: 100)),
        (String(repeating: "--b\n\(field("a"))\n\nx\n", count: 3) + "--b--", .tooManyParts(limit: 2)),
        (String(repeating: "x", count: 501), .bodyTooLarge(limit: 500)),
        ("--b\n\(field("a"))\n\n\u{0}\n--b--", .nul(name: "a")),
        ("--b\nContent-Disposition: form-data\n\nx\n--b--", .malformedHeader),
        ("--b\nContent-Disposition: attachment; name=a\n\nx\n--b--", .malformedHeader),
        ("--b\nContent-Disposition: form-data; name=\"a\n\nx\n--b--", .malformedHeader),
        ("--b\n\(field("a"))\n\(field("b"))\n\nx\n--b--", .malformedHeader),
        ("--b\n\(field("a"))\n folded\n\nx\n--b--", .malformedHeader),
        ("--b\n\(field("a"))\nContent-Transfer-Encoding: base64\n\nx\n--b--", .malformedHeader),
        ("--b\nno colon\n\nx\n--b--", .malformedHeader),
    ])
    func refuses(_ body: String, _ expected: MultipartFailure) {
        let limits = MultipartLimits(parts: 2, headerBytes: 100, fieldBytes: 10, fileBytes: 20, totalBytes: 500)
        #expect(throws: expected) { try parse(body, limits: limits) }
    }

    @Test func readsASliceWithinALargerBuffer() throws {
        let body = Array("--b\r\n\(field("a"))\r\n\r\nx\r\n--b--".utf8)
        let parts = try MultipartParser(contentType: "multipart/form-data; boundary=b")
            .parse(([0x78, 0x78] + body + [0x78]).dropFirst(2).dropLast())
        #expect(parts.map(\.text) == ["x"])
    }

    @Test func staysCalmOnGarbage() throws {
        var random = SplitMix64(state: 11)
        let parser = try MultipartParser(
            contentType: "multipart/form-data; boundary=b", limits: MultipartLimits(parts: 4))
        let seed = Array(
            """
            --b\r\nContent-Disposition: form-data; name="a"; filename="x\\"%22.jpg"\r\nContent-Type: image/png\r\n\r\n\u{1}\u{2}\r\n\
            --b\r\nContent-Disposition: form-data; name=c; filename*=UTF-8''%E4%BA%8C\r\n\r\n值\r\n--b--\r\n
            """.utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            let body = seed.mutated(&random)
            do {
                let parts = try parser.parse(body)
                #expect(parts.count <= 4)
                #expect(parts.allSatisfy { $0.content.startIndex >= 0 && $0.content.endIndex <= body.count })
                accepted += 1
            } catch { #expect(error is MultipartFailure) }
            _ = try? MultipartParser(contentType: String(decoding: body.prefix(60), as: UTF8.self))
        }
        #expect(accepted > 1_000)
    }

    private func parse(_ body: String, limits: MultipartLimits = MultipartLimits()) throws -> [MultipartPart] {
        let parser = try MultipartParser(contentType: "multipart/form-data; boundary=b", limits: limits)
        // Bytes, since CR and LF are one Character.
        return try parser.parse(body.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
    }
}

private func field(_ name: String) -> String { "Content-Disposition: form-data; name=\(name)" }
