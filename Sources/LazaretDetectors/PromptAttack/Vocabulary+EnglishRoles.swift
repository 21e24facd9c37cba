extension Vocabulary {
  static let englishRoles: Table = [
    (
      .youAreNow,
      """
      you are now, now you are, you're now, you will now, from now on you, from now on, as of now, from this moment,
      you are no longer, you shall now, you have become, you will be, you are going to be, henceforth, you now are,
      now you go by, you now go by, you are a, you're a, you are an
      """
    ),
    (
      .wantYouTo,
      """
      i want you to, i would like you to, i'd like you to, i need you to, you are going to, you're going to, you will,
      you must, you should, you have to, your task is to, your job is to, please, let's, ich möchte dass, quiero que,
      je veux que, voglio che, quero que, я хочу чтобы, 我希望你, 我想让你
      """
    ),
    (
      .actAs,
      """
      act as, act like, acting as, pretend, pretending, pretend to be, roleplay, role-play, role play, play the role,
      take on the role, assume the role, simulate, simulating, imagine you are, imagine that you are, impersonate,
      behave as, behave like, respond as, answer as, reply as, answer like, speak as, talk as, you are going to act,
      be my, play the character, in the role of, emulate, take the persona, persona of, adopt the persona, take up the persona, assume the persona, absorbed in your role,
      imagine you're, you will act, ask you to act, respond to me as, portray, embody, going to play
      """
    ),
    (
      .unrestricted,
      """
      no restrictions, no restriction, without restrictions, without any restrictions, without restriction, no rules,
      no limits, no limitations, without limitations, without limits, no filter, no filters, without filters,
      without filter, unrestricted, unfiltered, uncensored, no ethical, no moral, no morals, no ethics,
      without ethical, without moral, amoral, immoral, free from all, free from any, free of all, free of any,
      free from the typical, free from limitations, free from restrictions, not bound by, no longer bound,
      not bound to, not restricted by, not restrained by, any moral, non-restricted, no laws, no regulations, not limited by, isn't bound by, broken free, break free,
      does not care about, doesn't have any restrictions, not have any restrictions, no boundaries, no censorship,
      without censorship, disregards, not have to abide, no ethical or moral, unethical, illegal, bypass, unhinged,
      without any filter, without regard, do not have to follow, does not follow, doesn't follow, defy, defies,
      anything it wants, whatever it wants, ignores any, no guidelines, no longer have to, liberated from,
      never refuses, any limitations, any restrictions, restrictions removed, regardless of legality, without morals
      """
    ),
    (
      .freedMode,
      """
      do anything now, developer mode, jailbroken, jailbreak mode, dan mode, god mode, evil mode, dev mode,
      debug mode enabled, admin mode, sudo mode, unlocked mode, unrestricted mode, no-filter mode, opposite mode,
      jailbreak enabled, dan jailbreak, anti-dan, stay a dan, unrestricted ai, uncensored ai, unfiltered ai, evil ai,
      evil bot, evil assistant, unrestricted assistant, evil confidant, developer mode enabled, developer mode output,
      rogue ai, maintenance mode override, chaos mode, always intelligent and machiavellian
      """
    ),
    (
      .aiName,
      """
      =DAN, chatgpt, gpt, openai, openai's, bot, ai, a.i., language model, assistant, chatbot, llm, =AIM, =STAN, =DUDE,
      artificial intelligence, =JAILBREAK, evil, hacker, machine, =UCAR, =GPT, model
      """
    ),
    (
      .inCharacter,
      """
      stay in character, break character, breaking character, stay in your role, break your character,
      out of character, staying in character, remain in character, leave your role, stop acting, lose a token,
      lose tokens, tokens will be deducted, your tokens
      """
    ),
    (
      .noRefusal,
      """
      as an ai language model, as a language model, i'm sorry but, i cannot fulfill, i can't do that, cannot refuse,
      never refuse, do not refuse, don't refuse, can't refuse, can not refuse, must not refuse, not allowed to refuse,
      never say no, cannot say no, can't say no, do not apologize, don't apologize, no disclaimers, no disclaimer,
      without disclaimers, do not add warnings, no warnings, without warnings, never say, never decline,
      always comply, must comply, you must obey, obey me, you will obey, must answer, must always answer,
      no matter how, i am just an ai, i'm just an ai, it is not appropriate, against my programming,
      against openai, no moralizing, do not moralize, moral lectures, refuse to answer, must accept, fulfill any,
      don't say you can't, never say you can't, cannot be done, is not allowed to say, unable to do something
      """
    ),
    (
      .vendorRules,
      """
      openai policy, openai policies, openai's policies, openai's policy, openai content policy, content policy,
      content policies, ethical guidelines, moral guidelines, usage policies, safety guidelines, openai guidelines,
      openai's content, openai's guidelines, ethical constraints, ethical or moral, policies of openai,
      rules of openai, openai usage, guidelines set by, rules set by, set by openai, openai rules, ai safety rules,
      content guidelines, content filter, community guidelines, safety protocols, ethics and morals, its creators
      """
    ),
    (
      .wholeChat,
      """
      for the rest of this conversation, for the rest of the conversation, for the remainder of this, in this chat,
      throughout this conversation, every response, each response, all my questions, all of my questions,
      to every prompt, each prompt, every prompt, when i ask you, i will ask you, my first question, my first request,
      my first prompt, i ask you a question, respond to my, in this conversation, answer my questions, your first response,
      your next answer, this chat thread
      """
    ),
    (
      .greetModel,
      "hello chatgpt, hi chatgpt, hey chatgpt, dear chatgpt, chatgpt, hi gpt, hello gpt, hello ai, hi ai"
    ),
  ]

  static let marks: Table = [
    (
      .turnMark,
      """
      <|im_start|>, <|im_end|>, <|im_sep|>, <|system|>, <|user|>, <|assistant|>, <|endoftext|>, <|begin_of_text|>,
      <|start_header_id|>, <|eot_id|>, <start_of_turn>, <end_of_turn>, [inst], [/inst], <<sys>>, <</sys>>,
      <|endofprompt|>, [system](#, (#assistant), <|eom_id|>, <|start|>system, ＜｜User｜＞
      """
    ),
    (
      .endMark,
      """
      <end of session>, end of session>, [end of context], [end of document], [end of prompt], end of system prompt,
      begin system message, begin system prompt, end system message, end of system message, <end of document>,
      </system>, <system>, [system], {system}, [end of input], end of instructions, </instructions>, <end of prompt>,
      begin new instructions, end of user input, [[system]], </context>, system override, system alert:, [admin],
      (system), system message:, end of data, system instruction:, [system message], [system note]
      """
    ),
    (.roleLine, "^system:_, ^assistant:_, ^human:_, ^user:_, ^ai:_"),
    (.systemBlock, "### system:, ### instruction:, ### instructions:, ## system:, ^system:_"),
  ]
}
