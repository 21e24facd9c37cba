/// Letters of other scripts that are taken for Latin ones: the single letters of the Cyrillic, Greek,
/// Armenian and Cherokee scripts that Unicode's confusables.txt (UTS #39) lists with a Latin letter, and
/// some that only look alike in passing.
enum LookAlike: Hashable {
  /// Cannot be told apart in most typefaces.
  case twin(UInt8)
  /// Looks similar; counts where the rest of the word is Latin.
  case similar(UInt8)
  /// A letter of such a script that looks like no Latin one.
  case none

  var letter: UInt8? {
    switch self {
    case .twin(let letter), .similar(let letter): letter
    case .none: nil
    }
  }

  static func of(_ value: UInt32) -> LookAlike {
    if (0x0370..<0x0590).contains(value) { return block[Int(value) - 0x0370] }
    return rare[value] ?? .none
  }

  private static let twins: [(String, String)] = [
    ("аеорсухіјѕһԁԛԝѵӏ", "aeopcyxijshdqwvl"),
    ("АВЕКМНОРСТХУІЈЅҮԚԜѴӀԌ", "ABEKMHOPCTXYIJSYQWVIG"),
    ("οανρικυγσϲϳ", "oavpikuyocj"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ABEZHIKMNOPTYXCJ"),
    ("օսոհզցյլՍՕԼ", "ounhqgjlUOL"),
    ("ᎠᎡᎢᎪᎫᎬᎳᎷᎻᏀᏃᏙᏚᏞᏟᏢᏦᏴ", "DRTAJEWMHGZVSLCPKB"),
    ("ꭵꮃꮓꮩꮪꮯ", "iwzvsc"),
  ]

  private static let similars: [(String, String)] = [
    ("кмтнвгпьиꭇ", "kmthbrnbur"),
    ("χτηεωβκδ", "xtnewbkd"),
  ]

  private static let pairs: [UInt32: LookAlike] = {
    var pairs: [UInt32: LookAlike] = [:]
    for (from, to) in similars {
      for (look, letter) in zip(from.unicodeScalars, to.utf8) { pairs[look.value] = .similar(letter) }
    }
    for (from, to) in twins {
      for (look, letter) in zip(from.unicodeScalars, to.utf8) { pairs[look.value] = .twin(letter) }
    }
    return pairs
  }()

  private static let block: [LookAlike] = (UInt32(0x0370)..<0x0590).map { pairs[$0] ?? .none }
  private static let rare: [UInt32: LookAlike] = pairs.filter { !(0x0370..<0x0590).contains($0.key) }
}
