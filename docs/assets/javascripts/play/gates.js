// The vanishing-gradient lab's vanilla RNN and GRU: ‖∂L/∂h_t‖ of a loss at the last step, back to t = 0.
//
// The equations are those of minimodel/sequence_baselines/bptt.py. Weights are Float64Arrays, row by
// row, drawn at σ = 1; `sigma` scales all of them. Biases are zero but the GRU's b_z.

globalThis.gates = (() => {
  const sigmoid = a => 1 / (1 + Math.exp(-a))

  // W's columns from `from` on, times x, times a factor.
  function times(W, columns, x, from, factor, rows) {
    const y = new Float64Array(rows)
    for (let i = 0; i < rows; i++) {
      let sum = 0
      for (let j = 0, w = i * columns + from; j < x.length; j++, w++) sum += W[w] * x[j]
      y[i] = factor * sum
    }
    return y
  }
  // The transpose of W's first H columns, times da, times a factor, added to y.
  function addTransposed(y, W, columns, da, factor) {
    for (let i = 0; i < da.length; i++) {
      const each = factor * da[i]
      for (let j = 0, w = i * columns; j < y.length; j++, w++) y[j] += W[w] * each
    }
    return y
  }
  // Scaled, since squares of very small numbers underflow.
  function length(v) {
    let most = 0, sum = 0
    for (let i = 0; i < v.length; i++) most = Math.max(most, Math.abs(v[i]))
    if (most === 0) return 0
    for (let i = 0; i < v.length; i++) sum += (v[i] / most) ** 2
    return most * Math.sqrt(sum)
  }

  // ∂L/∂h_T of the cross-entropy of softmax(W_ho h) at the target.
  function atTheEnd(W_ho, h, target, sigma) {
    const H = h.length, V = W_ho.length / H
    const y = times(W_ho, H, h, 0, sigma, V)
    const top = Math.max(...y), p = y.map(each => Math.exp(each - top))
    const sum = p.reduce((total, each) => total + each, 0)
    const dy = p.map((each, v) => each / sum - (v === target))
    return addTransposed(new Float64Array(H), W_ho, H, dy, sigma)
  }
  const rows = (E, D) => Array.from({ length: E.length / D }, (_, k) => E.subarray(k * D, (k + 1) * D))

  // ids: which row of E each step reads. Returns g_0 … g_T.
  function rnn({ E, W_xh, W_hh, W_ho }, { ids, target, sigma }) {
    const H = Math.sqrt(W_hh.length), D = W_xh.length / H, T = ids.length
    const inputs = rows(E, D).map(x => times(W_xh, D, x, 0, sigma * sigma, H))
    const h = [new Float64Array(H)]
    for (const id of ids) {
      const a = times(W_hh, H, h[h.length - 1], 0, sigma, H)
      h.push(a.map((each, i) => Math.tanh(each + inputs[id][i])))
    }
    let dh = atTheEnd(W_ho, h[T], target, sigma)
    const g = new Float64Array(T + 1)
    for (let t = T; t >= 0; t--) {
      g[t] = length(dh)
      const da = dh.map((each, i) => each * (1 - h[t][i] ** 2))
      dh = addTransposed(new Float64Array(H), W_hh, H, da, sigma)
    }
    return g
  }

  // The GRU's matrices meet [h; x]: H columns, then D.
  function gru({ E, W_z, W_r, W, W_ho }, { ids, target, sigma, bias, H }) {
    const columns = W.length / H, D = columns - H, T = ids.length
    const [of_z, of_r, of_h] = [W_z, W_r, W].map(each =>
      rows(E, D).map(x => times(each, columns, x, H, sigma * sigma, H)))
    const h = [new Float64Array(H)], steps = []
    for (const id of ids) {
      const old = h[h.length - 1]
      const z = times(W_z, columns, old, 0, sigma, H).map((a, i) => sigmoid(a + of_z[id][i] + bias))
      const r = times(W_r, columns, old, 0, sigma, H).map((a, i) => sigmoid(a + of_r[id][i]))
      const c = times(W, columns, old.map((each, i) => r[i] * each), 0, sigma, H)
        .map((a, i) => Math.tanh(a + of_h[id][i]))
      steps.push({ z, r, c })
      h.push(old.map((each, i) => (1 - z[i]) * each + z[i] * c[i]))
    }
    let dh = atTheEnd(W_ho, h[T], target, sigma)
    const g = new Float64Array(T + 1)
    g[T] = length(dh)
    for (let t = T; t > 0; t--) {
      const old = h[t - 1], { z, r, c } = steps[t - 1]
      const da = dh.map((each, i) => each * z[i] * (1 - c[i] ** 2)) // candidate
      const d_rh = addTransposed(new Float64Array(H), W, columns, da, sigma)
      const da_z = dh.map((each, i) => each * (c[i] - old[i]) * z[i] * (1 - z[i]))
      const da_r = d_rh.map((each, i) => each * old[i] * r[i] * (1 - r[i]))
      dh = dh.map((each, i) => (1 - z[i]) * each + r[i] * d_rh[i])
      addTransposed(dh, W_z, columns, da_z, sigma)
      addTransposed(dh, W_r, columns, da_r, sigma)
      g[t - 1] = length(dh)
    }
    return g
  }

  // The spectral radius of the GRU's Jacobian at rest, (1 − z) I + z r σ W with r = ½, from the
  // eigenvalues of W's columns that meet h, at σ = 1.
  const restRadius = (eigenvalues, { sigma, bias }) => {
    const z = sigmoid(bias)
    return Math.max(...eigenvalues.map(([re, im]) =>
      Math.hypot(1 - z + 0.5 * z * sigma * re, 0.5 * z * sigma * im)))
  }

  return { rnn, gru, restRadius, sigmoid }
})()
