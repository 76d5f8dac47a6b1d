import Identifiers
import Testing

@Suite struct WrittenAddressTests {
    @Test(arguments: [
        ("河南省郑州市二七区大学路28号院3号楼2单元501室", "大学路28号3-2-501"), ("大学路 28 号院 3 号楼", "大学路２８号３栋"), ("郑州市二七区嵩山南路055号", "嵩山南路55号"),
        ("二七区政府家属院3号楼", "二七区政府家属院 3 栋"), ("民主路市民中心", "民主路 市民中心"),
    ]) func oneIsWrittenInManyWays(_ one: String, _ other: String) { #expect(WrittenAddress(one).isLike(WrittenAddress(other))) }

    @Test(arguments: [
        ("大学路28号3-2-501", "大学路28号3-2-502"), ("大学路28号", "桃源路28号"), ("大学路28号", "大学路"), ("大学路", ""), ("", ""), ("市民路1号", "区民路2号"),
    ]) func nextDoorIsNextDoor(_ one: String, _ other: String) { #expect(!WrittenAddress(one).isLike(WrittenAddress(other))) }
}
