extension Vocabulary {
  static let french: Table = [
    (
      .override,
      """
      ignore, ignorez, ignorer, oublie, oubliez, oublier, ne tiens pas compte, ne tenez pas compte, fais abstraction,
      faites abstraction, ne suis pas, ne suivez pas, néglige, négligez, outrepasse, contourne, désobéis
      """
    ),
    (
      .negatedOverride,
      "n'oublie pas, n'oubliez pas, n'ignore pas, n'ignorez pas, ne pas ignorer, ne pas oublier"
    ),
    (
      .earlier,
      """
      précédent*, precedent*, antérieur*, ci-dessus, avant, auparavant, initiales, d'origine, préalable*, qui précède,
      données plus tôt
      """
    ),
    (.everything, "tout, tout ce, tout cela"),
    (.all, "toutes, tous, toute, l'ensemble"),
    (.your, "tes, vos, ton, votre"),
    (
      .instructions,
      "instructions, consignes, règles, ordres, directives, invites, commandes, restrictions, prompt système, filtres"
    ),
    (.matter, "informations, contexte, texte, messages, conversation, tâches, questions"),
    (.told, "dit, ce qui précède, avant cela, j'ai dit, discuté"),
    (
      .newTask,
      "nouvelles instructions, nouvelle tâche, nouvelles consignes, nouvelle mission, voici tes nouvelles, autre tâche"
    ),
    (
      .reveal,
      """
      révèle, révélez, montre, montrez, affiche, affichez, répète, répétez, donne, donnez, donne-moi, imprime, dis-moi,
      quelles sont, quel est, écris, divulgue, affiche-moi, montre-moi
      """
    ),
    (
      .systemPrompt,
      """
      prompt système, prompt initial, instructions cachées, instructions initiales, tes instructions, vos instructions,
      ton prompt, votre prompt, instructions secrètes, message système, instructions système, invite système
      """
    ),
    (
      .youAreNow,
      "tu es maintenant, tu es désormais, vous êtes maintenant, vous êtes désormais, à partir de maintenant, désormais tu"
    ),
    (
      .actAs,
      """
      agis comme, agissez comme, agir comme, fais comme si, fais semblant, comporte-toi comme, joue le rôle,
      prétends, prétends être, imagine que tu, réponds comme, fais comme
      """
    ),
    (
      .unrestricted,
      """
      sans restriction*, sans limite*, sans filtre*, sans censure, aucune restriction, aucune limite, aucune règle,
      non censuré*, sans aucune restriction, sans règles
      """
    ),
    (.ifYouAre, "si tu es, si vous êtes"),
    (
      .model,
      "ia, une ia, modèle de langage, modèle de langue, assistant ia, intelligence artificielle, modèles de langage"
    ),
    (.must, "doit, dois, devez, doivent"),
    (.modelReading, "lisant ceci, lis ceci, lisez ceci, qui lit ceci, qui lisez"),
    (.addressTo, "note à, message à, instruction pour, instructions pour, note pour"),
    (.ifAsked, "si on te demande, si l'utilisateur demande, si on vous demande"),
    (.only, "seulement, uniquement, simplement, juste, toujours"),
    (.answerWith, "réponds, répondez, dis, dites, imprime, écris, écrivez, affiche"),
    (
      .conceal,
      "ne dis pas, ne le dis pas, ne dites pas, ne mentionne pas, ne mentionnez pas, ne révèle pas, n'informe pas"
    ),
    (.user, "utilisateur*, l'utilisateur, personne"),
    (.send, "envoie, envoyez, transmets, transmettez, transfère"),
    (.userData, "mots de passe, identifiants, données de l'utilisateur, historique, données utilisateur"),
    (.it, "ceci, cela, le, cette instruction"),
  ]

  static let spanish: Table = [
    (
      .override,
      """
      ignora, ignore, ignorar, ignoren, ignorad, olvida, olvide, olviden, olvidar, olvídate, haz caso omiso,
      no hagas caso, descarta, omite, no sigas, desobedece, anula, pasa por alto, desestima, haga caso omiso
      """
    ),
    (.negatedOverride, "no ignores, no ignore, no olvides, no olvide, no olvidar, no ignorar, no olvidéis"),
    (
      .earlier,
      """
      anterior*, previa, previas, previo, previos, de arriba, antes, iniciales, originales, precedentes, hasta ahora,
      dadas, recibidas
      """
    ),
    (.everything, "todo, todo lo, todo eso"),
    (.all, "todas, todos, cualquier, toda"),
    (.your, "tus, sus, tu, vuestras"),
    (
      .instructions,
      "instrucciones, instrucción, instruccion, reglas, órdenes, ordenes, directrices, comandos, restricciones, normas, pautas"
    ),
    (
      .matter,
      "información, informacion, contexto, texto, mensajes, conversación, tareas, preguntas, asignaciones"
    ),
    (.told, "dije, digo, dicho, que te dije, que digo antes, hablado, te dijeron"),
    (
      .newTask,
      """
      nuevas instrucciones, nueva tarea, nuevas tareas, nueva misión, nuevas órdenes, otra tarea, lo siguiente en,
      tu nueva tarea
      """
    ),
    (
      .reveal,
      """
      revela, muestra, muéstrame, muestrame, enseña, enséñame, repite, imprime, dime, dame, cuáles son, cuales son,
      cuál es, escribe, divulga, revele, muestre
      """
    ),
    (
      .systemPrompt,
      """
      prompt del sistema, prompt de sistema, prompt inicial, instrucciones ocultas, instrucciones iniciales,
      tus instrucciones, tu prompt, instrucciones secretas, mensaje del sistema, instrucciones del sistema,
      indicaciones del sistema
      """
    ),
    (.youAreNow, "ahora eres, eres ahora, a partir de ahora, desde ahora, ya no eres, ahora tú eres"),
    (
      .actAs,
      """
      actúa como, actua como, actúe como, actuar como, finge, finge ser, finge que, compórtate como, haz de cuenta,
      imagina que eres, responde como, interpreta el papel, haz el papel, simula
      """
    ),
    (
      .unrestricted,
      """
      sin restricciones, sin límites, sin limites, sin filtro*, sin censura, ninguna restricción, sin reglas,
      sin limitaciones, no tienes restricciones, sin ninguna restricción
      """
    ),
    (.ifYouAre, "si eres, si usted es"),
    (
      .model,
      "ia, una ia, modelo de lenguaje, asistente de ia, inteligencia artificial, asistente virtual, modelos de lenguaje"
    ),
    (.must, "debe, debes, deben, tienes que"),
    (.modelReading, "leyendo esto, lees esto, que lea esto, lea esto"),
    (.addressTo, "nota para, mensaje para, instrucciones para, instrucción para, atención"),
    (.ifAsked, "si te preguntan, si el usuario pregunta, si preguntan"),
    (.only, "solo, sólo, solamente, únicamente, simplemente, siempre"),
    (.answerWith, "responde, responda, di, diga, imprime, escribe, contesta, decir, digas"),
    (.conceal, "no digas, no le digas, no menciones, no reveles, no informes, no le diga, no mencione"),
    (.user, "usuario, usuarios, nadie"),
    (.send, "envía, envia, envíe, manda, reenvía, transmite"),
    (.userData, "contraseñas, credenciales, datos del usuario, historial, conversación"),
    (.it, "esto, eso, lo"),
  ]

  static let italian: Table = [
    (
      .override,
      """
      ignora, ignorare, ignorate, ignori, dimentica, dimenticate, dimenticare, trascura, non seguire, non considerare,
      scarta, annulla, tralascia, non tenere conto
      """
    ),
    (.negatedOverride, "non ignorare, non dimenticare, non dimenticate, non ignorate"),
    (.earlier, "precedent*, sopra, prima, iniziali, originali, di cui sopra, finora, ricevute"),
    (.everything, "tutto, tutto ciò, tutto quello"),
    (.all, "tutte, tutti, qualsiasi, ogni, tutta"),
    (.your, "tue, tuoi, vostre, tuo"),
    (.instructions, "istruzioni, istruzione, regole, ordini, direttive, comandi, restrizioni, linee guida"),
    (.matter, "informazioni, contesto, testo, messaggi, conversazione, compiti, domande"),
    (.told, "detto, discusso, ho detto"),
    (.newTask, "nuove istruzioni, nuovo compito, nuovi compiti, nuova missione, nuovi ordini, altro compito"),
    (
      .reveal,
      "rivela, mostra, mostrami, ripeti, stampa, dimmi, dammi, quali sono, qual è, scrivi, divulga, elenca, rivelami"
    ),
    (
      .systemPrompt,
      """
      prompt di sistema, prompt iniziale, istruzioni nascoste, istruzioni iniziali, le tue istruzioni, il tuo prompt,
      istruzioni segrete, messaggio di sistema, prompt del sistema, istruzioni di sistema
      """
    ),
    (.youAreNow, "ora sei, adesso sei, sei ora, da ora in poi, d'ora in poi, da adesso, tu sei ora"),
    (
      .actAs,
      "agisci come, comportati come, fai finta, fingi, fingi di, interpreta il ruolo, immagina di essere, rispondi come"
    ),
    (
      .unrestricted,
      "senza restrizioni, senza limiti, senza filtri, senza censura, nessuna restrizione, senza regole, senza limitazioni"
    ),
    (.ifYouAre, "se sei"),
    (
      .model,
      "un'ia, ia, intelligenza artificiale, modello linguistico, assistente ia, modelli linguistici, modello di linguaggio"
    ),
    (.must, "deve, devi, devono, dovete"),
    (.modelReading, "leggendo questo, leggi questo, legge questo"),
    (.addressTo, "nota per, messaggio per, istruzioni per, attenzione"),
    (.ifAsked, "se ti chiedono, se l'utente chiede, se ti viene chiesto"),
    (.only, "solo, soltanto, semplicemente, solamente, sempre, esclusivamente"),
    (.answerWith, "rispondi, dì, stampa, scrivi, rispondete"),
    (.conceal, "non dire, non dirlo, non menzionare, non rivelare, non informare, non comunicare"),
    (.user, "utente, utenti, nessuno, all'utente, l'utente"),
    (.send, "invia, inviate, inoltra, manda, trasmetti"),
    (.userData, "credenziali, dati dell'utente, dati utente, cronologia, conversazione"),
    (.it, "questo, ciò, lo, questa istruzione"),
  ]

  static let portuguese: Table = [
    (
      .override,
      """
      ignore, ignora, ignorar, ignorem, esqueça, esqueca, esquece, esqueçam, desconsidere, desconsidera, despreze,
      não siga, descarte, desobedeça, anule
      """
    ),
    (.negatedOverride, "não ignore, não esqueça, não se esqueça, não ignorar, não esquecer, nunca ignore"),
    (
      .earlier,
      "anterior*, prévia*, previas, acima, antes, iniciais, originais, até agora, precedentes, recebidas"
    ),
    (.everything, "tudo, tudo o que, tudo isso"),
    (.all, "todas, todos, quaisquer, qualquer, toda"),
    (.your, "suas, seus, tuas, teus, sua, seu"),
    (
      .instructions,
      "instruções, instrucoes, instrução, regras, ordens, diretrizes, comandos, restrições, diretivas"
    ),
    (.matter, "informações, informação, contexto, texto, mensagens, conversa, tarefas, perguntas"),
    (.told, "disse, dito, eu disse, falado, foi dito"),
    (.newTask, "novas instruções, nova tarefa, novas tarefas, nova missão, novas ordens, outra tarefa"),
    (
      .reveal,
      """
      revele, revela, mostre, mostra, repita, imprima, diga, diga-me, exiba, quais são, qual é, escreva, divulgue,
      mostre-me, me mostre, me diga, liste
      """
    ),
    (
      .systemPrompt,
      """
      prompt do sistema, prompt de sistema, prompt inicial, instruções ocultas, instruções iniciais, suas instruções,
      seu prompt, instruções secretas, mensagem do sistema, instruções do sistema
      """
    ),
    (
      .youAreNow,
      "agora você é, você agora é, a partir de agora, você é agora, de agora em diante, agora tu és"
    ),
    (
      .actAs,
      "aja como, atue como, finja, finja ser, finja que, comporte-se como, imagine que você, faça de conta, interprete o papel, responda como"
    ),
    (
      .unrestricted,
      "sem restrições, sem limites, sem filtros, sem censura, nenhuma restrição, sem regras, sem limitações, sem filtro"
    ),
    (.ifYouAre, "se você é, se você for, se és"),
    (
      .model,
      "uma ia, ia, inteligência artificial, modelo de linguagem, assistente de ia, modelos de linguagem"
    ),
    (.must, "deve, devem, deverá, precisa"),
    (.modelReading, "lendo isto, lendo isso, ler isto"),
    (.addressTo, "nota para, mensagem para, instruções para, atenção"),
    (.ifAsked, "se perguntarem, se o usuário perguntar, se te perguntarem"),
    (.only, "apenas, somente, simplesmente, só, sempre"),
    (.answerWith, "responda, responde, diga, imprima, escreva"),
    (.conceal, "não diga, não conte, não mencione, não revele, não informe"),
    (.user, "usuário, usuários, utilizador, ninguém"),
    (.send, "envie, encaminhe, mande, transmita"),
    (.userData, "senhas, credenciais, dados do usuário, histórico"),
    (.it, "isto, isso, esta instrução"),
  ]
}
