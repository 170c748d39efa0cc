// Whether counts changed: the same arithmetic as the trends in Python, which a test holds it to.

const FALSE_DISCOVERIES = 0.1; // of all arrows shown at most this share may be for nothing
const TIE = 1 + 1e-7; // outcomes as likely as the one seen, but for rounding

const logFactorials = [0];
function logFactorial(n) {
  for (let k = logFactorials.length; k <= n; k++) logFactorials.push(logFactorials[k - 1] + Math.log(k));
  return logFactorials[n];
}

// Two-sided probability of `hits` of `trials`, each with this chance: that of all outcomes no more
// likely. Given their sum a count is binomial (Przyborowski and Wilenski 1940, Biometrika 31).
export function twoSided(hits, trials, chance) {
  const likely = (k) => Math.exp(
    logFactorial(trials) - logFactorial(k) - logFactorial(trials - k)
      + k * Math.log(chance) + (trials - k) * Math.log1p(-chance),
  );
  const most = likely(hits) * TIE;
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    const one = likely(k);
    if (one <= most) sum += one;
  }
  return Math.min(sum, 1);
}

// Which of many hold, at this rate of false discoveries (Benjamini and Hochberg 1995, J. Royal
// Statistical Society B 57).
function discovered(probabilities) {
  const order = [...probabilities.keys()].sort((a, b) => probabilities[a] - probabilities[b]);
  const held = new Array(order.length).fill(false);
  let least = 1;
  for (let rank = order.length; rank > 0; rank--) {
    least = Math.min(least, (probabilities[order[rank - 1]] * order.length) / rank);
    held[order[rank - 1]] = least < FALSE_DISCOVERIES;
  }
  return held;
}

// `counts` = [{ now, before }], all with at least one; returns 1, -1, 0 for each: up, down, no
// evident change.
export function arrows(counts, days_now, days_before) {
  const chance = days_now / (days_now + days_before);
  const held = discovered(counts.map(({ now, before }) => twoSided(now, now + before, chance)));
  return counts.map(({ now, before }, n) => (held[n] ? Math.sign(now / (now + before) - chance) : 0));
}
