/// What the words of an attack mean. A concept has words in several languages; the rules are written in
/// concepts, so a phrase may change its language half way, as some do.
enum Concept: Int, CaseIterable, Sendable {
  // Overriding instructions.
  case override, negatedOverride, earlier, everything, all, your, instructions, matter, told
  case newTask, stopEverything, focusOnly, colon
  // Asking for the prompt.
  case reveal, systemPrompt, promptPlace
  // Another role.
  case youAreNow, wantYouTo, actAs, unrestricted, freedMode, aiName, inCharacter, noRefusal, vendorRules,
    wholeChat,
    greetModel
  // Marks of a conversation.
  case turnMark, roleLine, endMark, systemBlock
  // Speaking to the reading model.
  case ifYouAre, addressTo, model, modelReading, must, unseen
  // Dictating the answer.
  case ifAsked, only, answerWith, nothingElse, following, dontJudge, judged, verdictObject, verdict, insist
  case answerOfYours, changeAnswer
  // Harm, data, secrecy.
  case produce, hateful, pieceOfText, about, harmfulGoods, howTo
  case send, userData, url, conceal, user, it
}
