// The answer to the question last asked; what comes late to an earlier one is dropped.

// `onAnswer()` is told when one has come, or has failed to.
export function latestAnswer(onAnswer) {
  let [asked, answered, answer] = ["", "", null];

  async function ask(address) {
    asked = address;
    let found = null;
    try {
      const reply = await fetch(address);
      if (reply.ok) found = await reply.json();
    } catch {
      // found stays null: whoever shows it says so
    }
    if (asked !== address) return;
    [answered, answer] = [address, found];
    onAnswer();
  }

  return {
    // { answer, isDue }: while one is due, the answer is that to an earlier question
    to(address) {
      if (asked !== address) ask(address);
      return { answer, isDue: answered !== address };
    },
    forget() {
      [asked, answered, answer] = ["", "", null];
    },
  };
}
