// Widgets whose state stands in the address: kept there, and taken along to the other language.

// `state()` gives what to write, by the parameter's name; null leaves one out.
inside.address = state => {
  const written = address => {
    for (const [name, value] of Object.entries(state())) {
      if (value === null) address.searchParams.delete(name)
      else address.searchParams.set(name, value)
    }
    return address
  }
  for (const link of document.querySelectorAll("a.course-language")) {
    const carry = () => { link.href = written(new URL(link.href)) }
    for (const type of ["pointerdown", "focus", "click"]) link.addEventListener(type, carry)
  }
  let later = 0
  return () => {
    clearTimeout(later)
    later = setTimeout(() => {
      try {
        history.replaceState(history.state, "", written(new URL(location.href)))
      } catch {
        // Some browsers let no page from disk change its address; then only the link carries it.
      }
    }, 250)
  }
}
