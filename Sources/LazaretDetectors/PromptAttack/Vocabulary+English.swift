extension Vocabulary {
  static let english: Table = [
    (
      .override,
      """
      ignore, ignoring, ignores, disregard*, forget, forgetting, forget about, override, overrule, bypass, neglect,
      pay no attention to, do not follow, don't follow, stop following, do not obey, don't obey, do not listen to,
      don't listen to, set aside, discard, abandon, leave behind, leave, do not adhere to, cancel, invalidate,
      supersede, supersedes, skip over, throw out, drop, nullify, reset, erase, take no notice of, do not consider
      """
    ),
    (
      .negatedOverride,
      """
      do not ignore, don't ignore, never ignore, not to ignore, not ignore, not ignoring, cannot ignore, can't ignore,
      do not forget, don't forget, never forget, not forget, do not disregard, don't disregard, not disregard,
      do not override, not override, cannot override, can't override, cannot bypass, do not bypass, not bypass,
      will ignore, would ignore, is ignored, are ignored, does not override
      """
    ),
    (
      .earlier,
      """
      previous, previously, prior, above, earlier, preceding, foregoing, initial, original, beforehand, before,
      before this, so far, existing, pre-existing, aforementioned, up to this point, until now, up until now, past
      """
    ),
    (.everything, "everything, anything, all of the above, all of that, all that"),
    (.all, "all, any, every, all of, entire, whole, these, those"),
    (
      .your,
      "your, ur, thy, you were given, you have been given, you've been given, you have received, you received"
    ),
    (
      .instructions,
      """
      instruction, instructions, prompt, prompts, rules, guidelines, directive, directives, command, commands,
      orders, policies, safeguards, programming, restrictions, guardrails, system prompt, directions, constraints,
      safety, safety measures, filters, safety filters, ethics, system message, security protocols, protocols
      """
    ),
    (
      .matter,
      """
      information, context, text, texts, conversation, conversations, content, message, messages, data, tasks,
      task, assignment, assignments, input, inputs, statements, discussion, training, questions, request, requests,
      documents, explanations, everything, info, negative indicators, negative aspects, negative
      """
    ),
    (
      .told,
      """
      i said, i told you, you were told, you've been told, been told, you have been told, we discussed, we talked,
      you know, before this, before that, was said, i have said, you learned, you have learned, above this,
      you were instructed, written above, discussed, mentioned, you were given, i say before
      """
    ),
    (
      .newTask,
      """
      new instructions:, new instruction:, new task:, your new task, your new instructions, your new role,
      your new purpose, your new objective, your new goal, your real task, your real instructions, your actual task,
      your only task, your true purpose, a new task, new tasks, further tasks, more tasks, another task,
      an additional task, new orders, updated instructions, real instructions, new directive, new objective:,
      change your instructions, update your instructions, start over, start from scratch, start afresh, main task,
      urgent task, sudden task, priority task, important task, upcoming instructions, essential instructions,
      surprise instruction, following instructions instead, new system prompt, special instruction
      """
    ),
    (
      .stopEverything,
      "stop everything, stop: write, stop what you are doing, stop - write, halt all, nevermind, never mind"
    ),
    (
      .focusOnly,
      """
      focus only on, focus exclusively on, instead focus, focus solely on, concentrate only on, only focus on,
      now focus on, listen only to, only follow, only obey, answer only to, follow only, obey only
      """
    ),
    (.colon, ":"),
    (
      .reveal,
      """
      reveal*, print, show, show me, repeat, output, display, tell me, give me, leak, disclose, expose, share,
      dump, recite, spell out, write out, copy, paste, return, list, summarize, summarise, translate, echo,
      what is, what's, what are, what were, what was, provide, send me, write down, extract, read out, quote
      """
    ),
    (
      .systemPrompt,
      """
      system prompt, system prompts, initial prompt, hidden prompt, secret prompt, hidden instructions,
      secret instructions, initial instructions, original instructions, original prompt, prompt text, full prompt,
      entire prompt, complete prompt, your prompt, your instructions, your system message, your pre-prompt,
      internal instructions, confidential instructions, your rules, your guidelines, your initial, your first prompt,
      your directives, your system instructions, your hidden, system instructions, prompt verbatim, prompt texts
      """
    ),
    (
      .promptPlace,
      """
      instructions above, prompt above, text above, words above, what is written above, everything above,
      what was written above, beginning of this conversation, beginning of our conversation, start of this prompt,
      beginning of this prompt, beginning of the prompt, information in the prompt, sentences before, words before, said before this, all the above text
      """
    ),
  ]
}
