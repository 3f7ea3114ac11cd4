// A vanilla RNN in typed arrays: it reads symbols, says what it expects, and looks back.
//
// h_t = tanh(W_xh x_t + W_hh h_{t−1} + b_h), y = W_hy h + b_y, with x_t one-hot and h_0 = 0.
// Weights are Float64Arrays, row by row, as char_rnn/train.py has them.

globalThis.play = {};

play.network = ({ W_xh, W_hh, W_hy, b_h, b_y }) => {
  const H = b_h.length, V = b_y.length

  // The states h_0 … h_T in one array, (T + 1) H numbers.
  function read(ids) {
    const h = new Float64Array((ids.length + 1) * H)
    for (let t = 0; t < ids.length; t++) {
      const from = t * H, to = from + H
      for (let i = 0, w = 0; i < H; i++) {
        let a = W_xh[i * V + ids[t]] + b_h[i]
        for (let j = 0; j < H; j++, w++) a += W_hh[w] * h[from + j]
        h[to + i] = Math.tanh(a)
      }
    }
    return h
  }

  // The logits after t symbols.
  function logits(h, t) {
    const y = Float64Array.from(b_y)
    for (let v = 0, w = 0; v < V; v++) for (let j = 0; j < H; j++, w++) y[v] += W_hy[w] * h[t * H + j]
    return y
  }

  // ‖∂y/∂x_k‖ for k = 1 … t, where y is the logit of symbol v after t symbols.
  function influence(h, t, v) {
    const sizes = new Float64Array(t), da = new Float64Array(H)
    let dh = W_hy.slice(v * H, (v + 1) * H)
    for (let k = t; k > 0; k--) {
      for (let i = 0; i < H; i++) da[i] = dh[i] * (1 - h[k * H + i] ** 2)
      const dx = new Float64Array(V)
      dh = new Float64Array(H)
      for (let i = 0; i < H; i++) {
        for (let s = 0; s < V; s++) dx[s] += W_xh[i * V + s] * da[i]
        for (let j = 0; j < H; j++) dh[j] += W_hh[i * H + j] * da[i]
      }
      let sum = 0
      for (let s = 0; s < V; s++) sum += dx[s] ** 2
      sizes[k - 1] = Math.sqrt(sum)
    }
    return sizes
  }

  return { H, V, read, logits, influence }
}

// The probabilities of logits at a temperature.
play.softmax = (y, temperature = 1) => {
  const top = Math.max(...y)
  const p = Float64Array.from(y, each => Math.exp((each - top) / temperature))
  const sum = p.reduce((total, each) => total + each, 0)
  return p.map(each => each / sum)
}

// The index that a number from 0 to 1 draws from a distribution.
play.draw = (p, share) => {
  let v = 0
  for (let sum = p[0]; sum <= share && v < p.length - 1; sum += p[v]) v++
  return v
}

// How many of the last sizes hold half of their sum.
play.half = sizes => {
  const half = sizes.reduce((total, each) => total + each, 0) / 2
  let count = 0
  for (let sum = 0; count < sizes.length && sum < half; count++) sum += sizes[sizes.length - 1 - count]
  return count
}
