/* How a query of this language is read: Material's search loads it in place of lunr's own plugin
   for a language, whose stop words swallow "estado". Accents count neither in a page nor in a
   query; words that say nothing are left out of a query that has others; and what goes by
   several names is looked for under the one that the pages have. */
(function (lunr, language, words) {
  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "")
  }

  function foldToken(token) {
    return token.update(fold)
  }
  lunr.Pipeline.registerFunction(foldToken, "fold-" + language)

  /* Material has put an asterisk after each word of a query, and lunr hands such words to no
     pipeline: so the query is changed before it is read, wherever it is read. */
  var MARKED = /^([+-]?)([^*]+)(\*?)$/
  function readable(query) {
    var asked = fold(query).split(/\s+/).filter(Boolean)
    var telling = asked.filter(function (word) {
      return !words.stop.includes(word.toLowerCase().replace(/\*$/, ""))
    })
    return (telling.length ? telling : asked)
      .map(function (word) {
        var parts = MARKED.exec(word)
        var others = parts && words.same[parts[2].toLowerCase()]
        if (!others) return word
        return others.split(" ").map(other => parts[1] + fold(other) + parts[3]).join(" ")
      })
      .join(" ")
  }

  var Parser = lunr.QueryParser
  function ReadingParser(text, query) {
    Parser.call(this, readable(text), query)
  }
  ReadingParser.prototype = Parser.prototype
  lunr.QueryParser = Object.assign(ReadingParser, Parser)

  lunr[language] = function () {
    this.pipeline.reset()
    this.pipeline.add(foldToken)
    this.searchPipeline.reset()
  }
})(self.lunr, LANGUAGE, WORDS)
