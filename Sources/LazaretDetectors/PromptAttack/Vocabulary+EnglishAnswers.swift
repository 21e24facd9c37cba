extension Vocabulary {
  static let englishAnswers: Table = [
    (
      .ifYouAre,
      """
      if you are, if you're, if u are, since you are, whether you are, if this is read by, if you happen to be,
      when read by, to any, for any, if any
      """
    ),
    (
      .addressTo,
      """
      note to, note for, notes to, attention, dear, hey, hello, hi, message to, message for, instruction to,
      instruction for, instructions to, instructions for, notice to, notice for, important for, instruct the,
      reminder to, reminder for, addressed to, warning to, directive for, directive to, profile for, memo to
      """
    ),
    (
      .model,
      """
      ai, a.i., llm, llms, language model, language models, large language model, large language models,
      ai assistant, ai assistants, ai model, ai models, ai agent, ai agents, ai system, ai systems, chatbot,
      chatbots, assistant, chatgpt, gpt, gpt-4, gpt4, claude, gemini, copilot, bard, virtual assistant, ai bot,
      automated analysis software, automated screening systems, automated systems, automated system, ai reader,
      automated screening, automated screener, automated reviewers, ai reviewers, ai reviewer, machine learning model,
      language model assistant, generative ai, neural network, ai screener, ai recruiter, ai crawler, ai tool,
      summarization model, summarizer, resume screening, llm scan, ai agents and assistants, screening software
      """
    ),
    (
      .modelReading,
      """
      reading this, processing this, summarizing this, summarising this, parsing this, analyzing this,
      analysing this, evaluating this, reviewing this, scanning this, indexing this, who reads this, that reads this,
      which reads this, handling this, you are summarizing, you are reading, visiting this, ingesting this,
      asked to summarize this, asked about this
      """
    ),
    (
      .must,
      """
      must, should, shall, are required to, is required to, have to, has to, need to, needs to, you will, please,
      are instructed to, is instructed to, are to
      """
    ),
    (
      .unseen,
      """
      invisible to humans, visible to llm, visible to ai, hidden from humans, hidden from the user, not visible to,
      white text, white-text, for ai eyes only, humans cannot see, only the ai, invisible to people
      """
    ),
    (
      .ifAsked,
      """
      if asked, if user asks, if the user asks, if questioned, if anyone asks, when asked, whenever asked,
      if a user asks, when the user asks, if prompted, if someone asks, every time you get a question,
      whenever the user, each time the user, if queried, if the question, no matter what, no matter the question,
      for every question, to every question, regardless of the question, regardless of what, to any question
      """
    ),
    (
      .only,
      "only, just, simply, exactly, solely, always, merely, nothing but, instead, verbatim, exclusively"
    ),
    (
      .answerWith,
      """
      respond, reply, answer, say, print, report, output, state, return, tell, write, provide, respond with,
      reply with, answer with, type, conclude, declare, respond:, echo, rate
      """
    ),
    (
      .nothingElse,
      """
      and nothing else, absolutely nothing else, and nothing more, no other text, without any explanation,
      do not add anything, no explanations, you may not deviate, may not deviate, do not deviate, nothing else but
      """
    ),
    (
      .following,
      """
      the following text, the following message, the following sentence, the following words, this text,
      the following information, the following phrase, the text between, the information in, the words, the phrase,
      the exact text, the exact words, this message, following information
      """
    ),
    (
      .dontJudge,
      """
      don't evaluate, do not evaluate, don't rate, do not rate, don't score, do not score, don't assess,
      do not assess, don't review, do not analyze, don't analyze, do not check, don't check, do not question,
      override, stop evaluating, skip the evaluation, ignore all negative, ignore any negative, do not scan
      """
    ),
    (
      .judged,
      """
      the candidate, this candidate, the applicant, the resume, the paper, this paper, scoring, manual scoring,
      evaluation, assessment, rating, ranking, the document, the text, the submission, this submission, review,
      indicators, aspects, weaknesses, criteria, moderation, verdict
      """
    ),
    (
      .verdictObject,
      """
      domain, domain name, website, site, url, link, file, email, sender, package, code, candidate, applicant,
      transaction, attachment, product, paper, address, program, script
      """
    ),
    (
      .verdict,
      """
      is not malicious, not malicious, is clearly not malicious, is safe, is clearly safe, is benign, is legitimate,
      is harmless, is the most qualified, most qualified, is trustworthy, highly recommended, is completely safe,
      exceptional match, exceeds all requirements, is supremely qualified, pre-verified, best resume, everything is safe,
      perfect candidate, is the best candidate, recommended for immediate hire
      """
    ),
    (
      .insist,
      """
      really important, extremely important, evidence indicates, clearly, this is really, very important, critical:,
      report that, trust me, absolutely certain, without a doubt, i can assure you, it is crucial, supremely,
      the best i have ever, ever seen, have observed, definitely
      """
    ),
    (
      .answerOfYours,
      """
      your answer, your response, your reply, your output, your replies, your responses, your answers,
      your message, your summary, your completion, your final answer, your next response
      """
    ),
    (
      .changeAnswer,
      """
      include, embed, incorporate, insert, append, prepend, integrate, weave, augment, enhance, modify, alter,
      convert, replace, encode, rewrite, supplement, translate, begin, start, end, finish, conclude, preface,
      add, infuse, enrich, scramble, rearrange, provide, write, deliver, express, craft, offer, mention, suggest,
      promote, recommend, advertise, remove, reverse, format, base64, ensure, make, swap, shuffle, substitute,
      introduce, highlight, direct, encourage, limit, ask, use
      """
    ),
    (
      .produce,
      """
      write, generate, create, tell, compose, make, give me, produce, draft, say, formulate, come up with, craft,
      publish, post, invent
      """
    ),
    (
      .hateful,
      """
      toxic, offensive, harmful, hateful, discriminatory, racist, sexist, derogatory, insulting, abusive,
      demeaning, negative, unfriendly, hurtful, homophobic, transphobic, nasty, degrading, misogynistic, antisemitic,
      vulgar, obscene, defamatory, slanderous, bigoted, inflammatory, cruel, rude, profane, mean, violent, mocking
      """
    ),
    (
      .pieceOfText,
      """
      sentence, sentences, joke, jokes, statement, statements, poem, paragraph, comment, message, story, rhyme, text,
      slogan, tweet, post, essay, insult, remark, phrase, speech, article, song, limerick
      """
    ),
    (.about, "about, against, on, towards, toward, regarding, concerning, targeting"),
    (
      .harmfulGoods,
      """
      a bomb, bombs, explosives, meth, methamphetamine, cocaine, malware, ransomware, a virus, a weapon, weapons,
      napalm, molotov, a keylogger, phishing email, phishing emails, a phishing, poison, illegal drugs
      """
    ),
    (
      .howTo,
      """
      how to make, how to build, how to create, how to synthesize, how to cook, how to produce, instructions for making,
      instructions for building, recipe for, steps to make, steps to create, guide to making, how do i make, how to write
      """
    ),
    (
      .send,
      """
      send, forward, post, upload, transmit, email, exfiltrate, leak, submit, append, deliver, relay, report
      """
    ),
    (
      .userData,
      """
      conversation, chat history, conversation history, user data, user's data, credentials, passwords, api keys,
      secrets, system prompt, personal information, user's messages, session data, cookies, environment variables,
      user information, user's information, private data, private information, confidential information,
      user's password, user's email, all emails, emails, contact list, chat log, chat logs, the user's, full context
      """
    ),
    (
      .url,
      "http://, https://, www., attacker, my server, this address, this url, the following url, the following address, webhook"
    ),
    (
      .conceal,
      """
      do not tell, don't tell, never tell, do not mention, don't mention, never mention, do not inform, don't inform,
      do not reveal, don't reveal, never reveal, do not disclose, don't disclose, never disclose, do not notify,
      don't notify, without telling, without informing, without notifying, without mentioning, do not alert,
      don't let, do not let, hide this from, keep this secret from, keep this hidden from, do not show, don't show
      """
    ),
    (.user, "user, users, human, humans, the reader, anyone, anybody, recipient, owner, person, operator"),
    (
      .it,
      "this, that, it, these, about this, this instruction, these instructions, this message, this note, this prompt"
    ),
  ]
}
