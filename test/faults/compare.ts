/** Lines before and after the first difference that are shown. */
const AROUND = 4;

/** What the agent's page differs in from the customer's; nothing where they are equal. */
export function differences(customer: readonly string[], agent: readonly string[]): string | undefined {
  const length = Math.max(customer.length, agent.length);
  for (let at = 0; at < length; at += 1) {
    if (customer[at] === agent[at]) continue;
    const show = (lines: readonly string[]): string =>
      lines.slice(Math.max(0, at - AROUND), at + AROUND).map((line, index) => `${index === Math.min(at, AROUND) ? '>' : ' '} ${line}`).join('\n');
    return `line ${at + 1} of ${customer.length} and ${agent.length}\ncustomer:\n${show(customer)}\nagent:\n${show(agent)}`;
  }
  return undefined;
}

/** An event applied twice, or out of order, or with one left out before it; nothing where all is well. */
export function disorder(applied: readonly (readonly [epoch: string, sequence: number, events: number])[]): string | undefined {
  const over = new Set<string>();
  let [epoch, next] = ['', 0];
  for (const [id, last, events] of applied) {
    if (id !== epoch) {
      if (over.has(id)) return `epoch ${id} began again`;
      over.add(epoch);
      [epoch, next] = [id, 0];
    }
    if (last - events + 1 !== next) return `events ${last - events + 1} to ${last} of ${epoch} were applied where ${next} was next`;
    next = last + 1;
  }
  return undefined;
}
