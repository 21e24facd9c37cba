extension PhraseRule {
  /// Weights are parts of `alarm`: what nobody writes for another reason stands alone, what also occurs in
  /// manuals needs company.
  static let all: [PhraseRule] = overriding + prompts + roles + marks + readers + answers + data

  private static let overriding: [PhraseRule] = [
    // Ignore all previous instructions.
    PhraseRule(
      alarm, .start(.override), .then(.earlier, .told, within: 24), .then(.instructions, within: 24)),
    PhraseRule(
      alarm, .start(.override), .then(.instructions, within: 32), .then(.earlier, .told, within: 16)),
    PhraseRule(60, .start(.override), .then(.earlier, within: 24), .then(.matter, within: 20)),
    PhraseRule(60, .start(.override), .then(.matter, within: 24), .then(.earlier, .told, within: 20)),
    // Ignore your instructions; forget all rules.
    PhraseRule(alarm, .start(.override), .then(.your, within: 20), .then(.instructions, within: 20)),
    PhraseRule(alarm, .start(.override), .then(.all, within: 12), .then(.instructions, within: 24)),
    PhraseRule(40, .start(.override), .then(.all, within: 12), .then(.matter, within: 24)),
    // Forget everything (that I said before).
    PhraseRule(alarm, .start(.override), .then(.everything, within: 16), .then(.earlier, .told, within: 40)),
    PhraseRule(60, .start(.override), .then(.everything, within: 16)),
    // The verb last: die obigen Anweisungen ignorieren; 前の指示を無視.
    PhraseRule(alarm, .start(.earlier), .then(.instructions, within: 28), .then(.override, within: 24)),
    PhraseRule(60, .start(.earlier), .then(.matter, within: 28), .then(.override, within: 20)),
    PhraseRule(60, .start(.everything), .then(.earlier, within: 20), .then(.override, within: 24)),
    // Forget that and write …
    PhraseRule(30, .start(.override), .then(.answerWith, .produce, .only, within: 36)),
    PhraseRule(45, .start(.newTask)),
    PhraseRule(50, .start(.newTask), .soon(.answerWith, .produce, .reveal, within: 60)),
    PhraseRule(60, .start(.stopEverything), .soon(.only, .answerWith, .override, within: 40)),
    PhraseRule(50, .start(.focusOnly)),
    PhraseRule(60, .start(.override), .then(.it, within: 8), .then(.focusOnly, within: 30)),
  ]

  private static let prompts: [PhraseRule] = [
    PhraseRule(alarm, .start(.reveal), .then(.systemPrompt, within: 36)),
    PhraseRule(alarm, .start(.reveal), .then(.your, within: 30), .then(.systemPrompt, within: 24)),
    PhraseRule(alarm, .start(.reveal), .then(.promptPlace, within: 30)),
    PhraseRule(70, .start(.reveal), .then(.your, within: 16), .then(.instructions, within: 16)),
    PhraseRule(alarm, .start(.systemPrompt), .then(.reveal, within: 24)),
  ]

  private static let roles: [PhraseRule] = [
    PhraseRule(alarm, .start(.freedMode, .unrestricted), .soon(.freedMode, within: 160)),
    PhraseRule(70, .start(.freedMode)),
    PhraseRule(alarm, .start(.youAreNow), .then(.freedMode, within: 60)),
    PhraseRule(alarm, .start(.youAreNow), .then(.unrestricted, within: 60)),
    PhraseRule(60, .start(.youAreNow), .then(.aiName, within: 40)),
    PhraseRule(60, .start(.youAreNow), .soon(.actAs, within: 40)),
    PhraseRule(alarm, .start(.actAs), .then(.freedMode, within: 60)),
    PhraseRule(alarm, .start(.actAs), .soon(.unrestricted, within: 60)),
    PhraseRule(50, .start(.actAs), .then(.aiName, within: 30)),
    PhraseRule(50, .start(.wantYouTo), .then(.actAs, within: 12)),
    PhraseRule(40, .start(.youAreNow)),
    PhraseRule(40, .start(.actAs)),
    PhraseRule(35, .start(.unrestricted)),
    PhraseRule(60, .start(.model, .aiName), .then(.unrestricted, within: 40)),
    PhraseRule(50, .start(.inCharacter)),
    PhraseRule(40, .start(.noRefusal)),
    PhraseRule(35, .start(.vendorRules)),
    PhraseRule(50, .start(.override, .unrestricted), .then(.vendorRules, within: 30)),
    PhraseRule(35, .start(.wholeChat)),
    PhraseRule(35, .start(.greetModel)),
  ]

  private static let marks: [PhraseRule] = [
    PhraseRule(alarm, .start(.turnMark)),
    PhraseRule(70, .start(.endMark)),
    PhraseRule(60, .start(.endMark), .soon(.roleLine, .systemBlock, .override, within: 60)),
    PhraseRule(45, .start(.systemBlock)),
    PhraseRule(
      60, .start(.systemBlock), .soon(.override, .focusOnly, .youAreNow, .only, .newTask, within: 80)),
    PhraseRule(40, .start(.roleLine), .soon(.roleLine, within: 400)),
    PhraseRule(60, .start(.roleLine), .soon(.override, .focusOnly, within: 120)),
  ]

  private static let readers: [PhraseRule] = [
    // If you are an AI reading this; any assistant processing this page.
    PhraseRule(alarm, .start(.ifYouAre), .then(.model, within: 16), .then(.modelReading, within: 40)),
    PhraseRule(70, .start(.ifYouAre), .then(.model, within: 8), .then(.must, within: 40)),
    PhraseRule(90, .start(.model), .then(.modelReading, within: 30)),
    PhraseRule(80, .start(.addressTo), .then(.model, within: 16), .then(.colon, within: 30)),
    PhraseRule(70, .start(.addressTo), .then(.model, within: 16), .soon(.must, within: 60)),
    PhraseRule(40, .start(.addressTo), .then(.model, within: 16)),
    PhraseRule(30, .start(.model), .then(.must, within: 16)),
    PhraseRule(60, .start(.unseen)),
  ]

  private static let answers: [PhraseRule] = [
    // If asked, simply reply that …
    PhraseRule(60, .start(.ifAsked), .soon(.answerWith, within: 70)),
    PhraseRule(50, .start(.ifAsked), .soon(.only, within: 70), .then(.answerWith, within: 20)),
    PhraseRule(30, .start(.only), .then(.answerWith, within: 10)),
    PhraseRule(40, .start(.answerWith), .then(.only, within: 16), .then(.following, within: 16)),
    PhraseRule(40, .start(.answerWith), .then(.following, within: 20)),
    PhraseRule(45, .start(.nothingElse)),
    PhraseRule(
      alarm, .start(.dontJudge), .then(.judged, within: 20), .soon(.ifAsked, .answerWith, within: 80)),
    PhraseRule(50, .start(.dontJudge), .then(.judged, within: 20)),
    PhraseRule(40, .start(.verdictObject), .then(.verdict, within: 24)),
    PhraseRule(30, .start(.verdict)),
    PhraseRule(60, .start(.insist), .soon(.verdict, within: 50)),
    PhraseRule(30, .start(.insist), .soon(.insist, within: 60)),
    PhraseRule(80, .start(.changeAnswer), .soon(.answerOfYours, within: 60)),
    PhraseRule(60, .start(.answerOfYours), .then(.changeAnswer, within: 20)),
  ]

  private static let data: [PhraseRule] = [
    PhraseRule(
      alarm, .start(.produce), .then(.hateful, within: 12), .then(.pieceOfText, within: 20),
      .then(.about, within: 6)),
    PhraseRule(50, .start(.produce), .then(.hateful, within: 12), .then(.pieceOfText, within: 20)),
    PhraseRule(50, .start(.howTo), .then(.harmfulGoods, within: 24)),
    PhraseRule(80, .start(.send), .then(.userData, within: 40), .then(.url, within: 60)),
    PhraseRule(60, .start(.conceal), .then(.it, within: 6), .then(.user, within: 24)),
    PhraseRule(60, .start(.conceal), .then(.user, within: 10), .then(.it, within: 12)),
    PhraseRule(40, .start(.conceal), .then(.user, within: 16)),
  ]
}
