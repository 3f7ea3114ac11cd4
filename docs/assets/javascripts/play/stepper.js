// A network of one unit on a short sequence, forward and backward, one operation at a time.

globalThis.stepper = {}

// As minimodel/tasks/one_unit.py, in the same order; each with its formula in letters, in which
// `_t` marks an index, and the keys of the numbers that it takes.
stepper.operations = ({ w, u, v, x, target }) => {
  const T = x.length, h = [0], done = []
  const put = (name, step, value, formula, takes) => {
    done.push({ key: step ? `${name}_${step}` : name, name, step, value, formula, takes })
    return value
  }
  for (let t = 1; t <= T; t++) {
    const a = put("a", t, w * h[t - 1] + u * x[t - 1], `w · h_${t - 1} + u · x_${t}`,
      ["w", `h_${t - 1}`, "u", `x_${t}`])
    h.push(put("h", t, Math.tanh(a), `tanh(a_${t})`, [`a_${t}`]))
  }
  const y = put("y", 0, v * h[T], `v · h_${T}`, ["v", `h_${T}`])
  put("L", 0, (y - target) ** 2 / 2, "½ (y − target)²", ["y", "target"])

  const dy = put("dy", 0, y - target, "y − target", ["y", "target"])
  put("dv", 0, dy * h[T], `dy · h_${T}`, ["dy", `h_${T}`])
  let dh = put("dh", T, dy * v, "dy · v", ["dy", "v"]), dw = 0, du = 0
  for (let t = T; t > 0; t--) {
    const da = put("da", t, dh * (1 - h[t] ** 2), `dh_${t} · (1 − h_${t}²)`, [`dh_${t}`, `h_${t}`])
    dw += put("dw", t, da * h[t - 1], `da_${t} · h_${t - 1}`, [`da_${t}`, `h_${t - 1}`])
    du += put("du", t, da * x[t - 1], `da_${t} · x_${t}`, [`da_${t}`, `x_${t}`])
    if (t > 1) dh = put("dh", t - 1, da * w, `da_${t} · w`, [`da_${t}`, "w"])
  }
  const steps = Array.from({ length: T }, (_, i) => i + 1)
  for (const [name, sum] of [["dw", dw], ["du", du]]) {
    put(name, 0, sum, steps.map(t => `${name}_${t}`).join(" + "), steps.map(t => `${name}_${t}`))
  }
  return done
}

// The derivative of the loss by one of the weights, from two losses.
stepper.nudged = (given, name, nudge = 1e-5) => {
  const loss = by => stepper.operations({ ...given, [name]: given[name] + by })
    .find(({ key }) => key === "L").value
  return (loss(nudge) - loss(-nudge)) / (2 * nudge)
}
