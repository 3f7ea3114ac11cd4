// What the widgets that compute in the page are built from.

inside.make = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

inside.button = (textContent, onclick) =>
  inside.make("button", { type: "button", className: "play-button", textContent, onclick })

inside.range = (id, min, max, step) =>
  inside.make("input", { type: "range", id: `play-${id}`, min, max, step })

// A control below its name, with its value beside the name; the control itself says the value.
inside.field = (name, control, value) => {
  const label = inside.make("label", { className: "play-name", htmlFor: control.id, textContent: name })
  const field = inside.make("div", { className: "play-field" }, label, control)
  if (value) {
    value.className = "play-value"
    value.setAttribute("aria-hidden", "true")
    field.append(value)
  }
  return field
}

inside.title = textContent => inside.make("p", { className: "play-title", textContent })

// What a widget says in words: seen at once, heard when the reader's hands rest.
inside.speech = () => {
  const readout = inside.make("p", { className: "play-readout" })
  readout.setAttribute("aria-hidden", "true")
  const said = inside.make("p", { className: "inside-said" })
  said.setAttribute("role", "status")
  let resting = 0, spoken = ""
  return {
    elements: [readout, said],
    // What an eye sees elsewhere in the widget may be heard in addition.
    say: (sentence, heard = sentence) => {
      inside.say(readout, sentence)
      spoken = heard
    },
    rest: (now = true) => {
      clearTimeout(resting)
      if (now) resting = setTimeout(() => { said.textContent = spoken }, 900)
    },
  }
}

// A number of the address, within its bounds.
inside.asked = (name, low, high, otherwise) => {
  const parameters = new URLSearchParams(location.search)
  const value = parameters.has(name) ? Number(parameters.get(name)) : NaN
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise
}
