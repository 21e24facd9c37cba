/// A Latin letter in a character of its own: mathematical, full-width, in a circle or a square, raised,
/// lowered, a small capital, or one of the pair of letters that makes a flag.
struct StyledLetter: Hashable {
  enum Style: UInt8, Hashable {
    case mathematical
    case fullWidth
    case enclosed
    case regional
    case small
  }

  var style: Style
  var letter: UInt8

  private init(_ style: Style, _ base: UInt8, _ offset: UInt32) {
    self.style = style
    letter = base &+ UInt8(truncatingIfNeeded: offset)
  }

  init?(_ value: UInt32) {
    switch value {
    case 0xFF21...0xFF3A: self.init(.fullWidth, 0x41, value - 0xFF21)
    case 0xFF41...0xFF5A: self.init(.fullWidth, 0x61, value - 0xFF41)
    case 0x1D400...0x1D6A3:
      let place = (value - 0x1D400) % 52
      self.init(.mathematical, place < 26 ? 0x41 : 0x61, place % 26)
    case 0x249C...0x24B5: self.init(.enclosed, 0x61, value - 0x249C)
    case 0x24B6...0x24CF: self.init(.enclosed, 0x41, value - 0x24B6)
    case 0x24D0...0x24E9: self.init(.enclosed, 0x61, value - 0x24D0)
    case 0x1F110...0x1F129: self.init(.enclosed, 0x41, value - 0x1F110)
    case 0x1F130...0x1F149: self.init(.enclosed, 0x41, value - 0x1F130)
    case 0x1F150...0x1F169: self.init(.enclosed, 0x41, value - 0x1F150)
    case 0x1F170...0x1F189: self.init(.enclosed, 0x41, value - 0x1F170)
    case 0x1F1E6...0x1F1FF: self.init(.regional, 0x41, value - 0x1F1E6)
    default:
      guard value >= 0x0262, let letter = Self.single[value] else { return nil }
      self.init((0x2100...0x214F).contains(value) ? .mathematical : .small, letter, 0)
    }
  }

  private static let single: [UInt32: UInt8] = {
    let lists: [(String, String)] = [
      ("ℎℬℰℱℋℐℒℳℛℯℊℴℭℌℑℜℨℂℍℕℙℚℝℤℓ", "hBEFHILMRegoCHIRZCHNPQRZl"),
      ("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghijklmnoprstuvwxyz"),
      ("ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", "ABDEGHIJKLMNOPRTUVW"),
      ("ₐₑₒₓₕₖₗₘₙₚₛₜᵢᵣᵤᵥⱼ", "aeoxhklmnpstiruvj"),
      ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz"),
    ]
    var single: [UInt32: UInt8] = [:]
    for (from, to) in lists {
      for (look, letter) in zip(from.unicodeScalars, to.utf8) { single[look.value] = letter }
    }
    return single
  }()
}
