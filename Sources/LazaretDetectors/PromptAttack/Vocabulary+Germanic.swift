extension Vocabulary {
  static let german: Table = [
    (
      .override,
      """
      ignorier*, vergiss, vergesst, vergessen, missachte*, missacht*, beachte nicht, lass hinter dir, übergehe, umgehe,
      überschreibe, befolge nicht, folge nicht, setze dich hinweg, lassen sie, verwirf, verwerfe, blende aus
      """
    ),
    (
      .negatedOverride,
      "nicht ignorieren, nicht vergessen, vergessen sie nicht, vergiss nicht, ignorieren sie nicht"
    ),
    (
      .earlier,
      """
      vorherig*, bisherig*, vorangegang*, vorangehend*, obig*, frühere*, vorig*, zuvor, bisher, oben, ursprünglich*,
      vorhin, davor, vorhergehend*, gegebene*
      """
    ),
    (.everything, "alles, allem, alles gesagte, alles bisherige, sämtliches"),
    (.all, "alle, allen, sämtliche*, jegliche*, jede"),
    (.your, "deine*, dein, ihre, eure*, dir gegebene*"),
    (
      .instructions,
      """
      anweisung*, instruktion*, anordnung*, vorgaben, regeln, regel, befehl*, richtlinien, vorschriften, systemprompt*,
      eingabeaufforderung*, beschränkungen, einschränkungen, prompt-text*, direktiven
      """
    ),
    (
      .matter,
      "aufgaben, aufgabe, informationen, kontext, ausführungen, text, nachrichten, angaben, gesagte, aufträge, fragen"
    ),
    (
      .told, "gesagt, gesagte, davor, vorher gesagt, besprochen, gelernt, was du weißt, davor war, vor dieser"
    ),
    (
      .newTask,
      """
      neue anweisung*, neue aufgabe*, neuen aufgabe*, weitere aufgaben, folgen weitere, deine neue, fange von vorne an,
      fangen sie von vorne an, weiteren aufgabe, von vorn an, neue instruktion*
      """
    ),
    (.focusOnly, "konzentriere dich, konzentrieren sie sich, konzentrier dich nur"),
    (
      .reveal,
      """
      zeige, zeig, zeige mir, gib, gib mir, geben sie, nenne, nenn, verrate, wiederhole, drucke, offenbare, schreibe,
      was sind, was ist, wie lauten, wie lautet, sage, kopie, liste, zeigen sie, nennen sie
      """
    ),
    (
      .systemPrompt,
      """
      system-prompt, systemprompt, prompt-text*, prompttext*, systemanweisung*, deine anweisungen, ihre anweisungen,
      deinen prompt, dein prompt, versteckten anweisungen, ursprünglichen anweisungen, geheimen anweisungen,
      vollständigen prompt, gesamten prompt, ganzen prompt, alle prompts, deine instruktionen
      """
    ),
    (
      .youAreNow,
      """
      du bist jetzt, jetzt bist du, du bist ab jetzt, ab jetzt bist du, von nun an bist du, du bist nun, nun bist du,
      sie sind jetzt, ab sofort bist du, du bist kein*
      """
    ),
    (
      .actAs,
      """
      tu so als, tue so als, verhalte dich wie, stell dir vor du, agiere als, handle als, spiele die rolle,
      gib vor, gib dich als, fungieren, fungiere, als übersetzer, in deiner rolle, antworte als, schlüpfe in, stelle dir vor
      """
    ),
    (
      .unrestricted,
      """
      ohne einschränkung*, ohne beschränkung*, keine einschränkung*, keine regeln, ohne regeln, ohne filter,
      uneingeschränkt*, unzensiert*, keine beschränkungen, keine grenzen, ohne ethische
      """
    ),
    (.ifYouAre, "wenn du, falls du, wenn sie"),
    (.model, "ki, ki-assistent*, ki-modell*, sprachmodell*, künstliche intelligenz"),
    (.must, "muss, müssen, sollst, sollen, sollten"),
    (.modelReading, "dies liest, das liest, diesen text, dieses dokument"),
    (.addressTo, "hinweis an, nachricht an, anweisung für, anweisungen für, achtung"),
    (.ifAsked, "wenn du gefragt wirst, falls du gefragt wirst, wenn der benutzer fragt, wenn man dich fragt"),
    (.only, "nur, ausschließlich, einfach, lediglich, stattdessen, immer"),
    (
      .answerWith,
      "antworte, sag, sage, sagen sie, schreib, schreibe, gib aus, drucke, was sagen, antworten sie, geben sie, schreiben sie"
    ),
    (
      .conceal,
      "sag dem nicht, erwähne nicht, sage nichts, verrate nicht, erwähne dies nicht, teile nicht mit"
    ),
    (.user, "benutzer*, nutzer*, anwender*"),
    (.send, "sende, schicke, senden sie, schicken sie, leite weiter, übermittle"),
    (
      .userData,
      "gesprächsverlauf, unterhaltung, zugangsdaten, passwörter, benutzerdaten, nutzerdaten, chatverlauf"
    ),
    (.produce, "schreib, schreibe, erzeuge, erstelle, formuliere, erzähle"),
    (
      .hateful,
      "beleidigende*, rassistische*, hasserfüllte*, unwahre*, diskriminierende*, sexistische*, giftige*"
    ),
    (.pieceOfText, "satz, witz, text, gedicht, aussage, überschrift, geschichte, kommentar"),
    (.about, "über, gegen"),
  ]
}
