/// What a word is made of.
struct WordTally: Hashable {
  /// ASCII letters, and Latin letters with accents.
  var ascii = 0
  var latin = 0
  var twins = 0
  var similars = 0
  /// Greek twins other than omicron, which formulas put at the ends of names.
  var greek = 0
  var greekInside = 0
  /// Letters of other scripts that look like no Latin one.
  var others = 0
  var styled = 0
  var isOneStyle = true
  var style: StyledLetter.Style?
  /// Letters `s` and `x`, which have no small capital in common use.
  var neutral = 0
  var invisible = 0
  var softHyphens = 0
  var strikes = 0
  /// The letters that bear three marks or more.
  var burdened = 0
  /// Cuts that no typesetter makes: with one letter on a side, or within a short word.
  var oddCuts = 0
  var flagPairs = 0

  var letters: Int { ascii + latin + twins + similars + others + styled }
  var isEmpty: Bool { letters == 0 }

  /// True when letters of another script stand in for Latin ones.
  var isMixed: Bool {
    let plain = ascii + latin
    let foreign = twins + similars
    // Latin letters with accents alone are how some languages write what their Cyrillic font lacks.
    guard ascii > 0, foreign > 0, others == 0, letters >= 3 else { return false }
    if similars > 0, plain + twins < 2 * similars { return false }
    if greek == foreign, greek > 0 {
      // `sinα`, `ρgh`: one at an end is a quantity.
      return letters >= 4 && (greekInside > 0 || greek > 1 && letters >= 5)
    }
    return true
  }

  /// True when styled letters stand in for some letters of a word.
  var isPartlyStyled: Bool {
    guard let style, style != .small, style != .regional else { return false }
    return styled > 0 && ascii >= 2 && letters >= 5 && others + twins + similars == 0
  }

  /// True when all letters are of one style.
  var isStyled: Bool {
    styled > 0 && isOneStyle && latin + others + twins + similars == 0
      && (ascii == 0 || style == .small && ascii == neutral)
  }

  var isCut: Bool { oddCuts > 0 && letters >= 3 && isLatinOrMixed }
  var isStruck: Bool { strikes >= 4 && strikes * 2 >= letters }

  private var isLatinOrMixed: Bool { others == 0 || ascii + latin == 0 }
}
